cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
cp "$ROUNDS_FILES/banner.txt" etc/rounds/banner
