return WarpDrive.Tool.CommandLine.WdCommand.Run(args);
