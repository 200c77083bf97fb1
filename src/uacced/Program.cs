return WarpDrive.Daemon.UaccedCommand.Run(args);
