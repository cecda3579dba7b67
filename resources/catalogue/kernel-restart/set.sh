#!/bin/sh
# Asks for a restart. Whether and when it happens is the policy of the session.
echo 'a restart is asked for'
exit 194
