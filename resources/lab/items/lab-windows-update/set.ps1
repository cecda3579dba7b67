Set-Service -Name wuauserv -StartupType Automatic
