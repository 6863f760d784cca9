import BacktopCommands

Program.main()
