cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
umask 077
# Says what it should not; the record must not keep it.
echo "writing $ROUNDS_PARAM_TOKEN"
printf '%s\n' "$ROUNDS_PARAM_TOKEN" > etc/rounds/token
