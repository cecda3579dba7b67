cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
echo 'Asking the authority'
if [ -e etc/authority-offline ]; then
  echo 'The authority does not answer.' >&2
  exit 3
fi
echo 'certificate of the lab' > etc/rounds/certificate
