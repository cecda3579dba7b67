(Get-Service -Name wuauserv).StartType -eq 'Automatic'
