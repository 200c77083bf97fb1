[assembly: CollectionBehavior(DisableTestParallelization = true)]   // each test loads the whole machine
