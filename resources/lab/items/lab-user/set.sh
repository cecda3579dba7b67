cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
mkdir -p srv/users
printf '%s\n' "$ROUNDS_PARAM_NAME" > "srv/users/$ROUNDS_PARAM_LOGIN"
