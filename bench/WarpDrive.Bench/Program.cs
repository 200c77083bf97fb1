using BenchmarkDotNet.Running;

// Without arguments it lists the benchmarks and asks; see bench/README.md for the usual ones.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
