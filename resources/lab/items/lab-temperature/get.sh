cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
if [ ! -r sys/temperature ]; then
  echo 'no sensor' >&2
  exit 2
fi
echo "temperature: $(cat sys/temperature)"
