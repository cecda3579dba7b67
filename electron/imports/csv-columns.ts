/** What the columns of a table mean: by the words that inventories, RMMs and spreadsheets use over them. Pure. */
import type { CsvField } from '../../shared/api/imports.ts';
import { isSecretName } from './imported.ts';

/** Letters and digits only, in lower case. */
const WORDS: Record<CsvField, readonly string[]> = {
  name: [
    'name',
    'hostname',
    'computer',
    'computername',
    'machine',
    'machinename',
    'device',
    'devicename',
    'displayname',
    'server',
    'servername',
    'system',
    'asset',
    'endpoint',
    'rechner',
    'gerat',
  ],
  host: [
    'host',
    'address',
    'ip',
    'ipaddress',
    'ipv4',
    'ipv4address',
    'localip',
    'ipaddresses',
    'fqdn',
    'dns',
    'dnsname',
    'dnshostname',
    'ansiblehost',
    'adresse',
  ],
  tenant: [
    'tenant',
    'customer',
    'client',
    'clientname',
    'site',
    'company',
    'organisation',
    'organization',
    'org',
    'account',
    'kunde',
    'mandant',
    'standort',
  ],
  tags: ['tag', 'tags', 'label', 'labels', 'role', 'roles', 'schlagworte'],
  groups: ['group', 'groups', 'devicegroup', 'folder', 'collection', 'gruppe', 'gruppen'],
  user: ['user', 'username', 'login', 'loginname', 'sshuser', 'benutzer'],
  port: ['port', 'sshport'],
  kind: ['kind', 'connection', 'connectiontype', 'protocol', 'via'],
  credential: ['credential', 'credentialname'],
  jump: ['jump', 'jumphost', 'bastion', 'gateway', 'through', 'proxyjump'],
};
export const CSV_FIELDS = Object.keys(WORDS) as CsvField[];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

/** The field that a heading names; null where none is known, and for every secret. */
export function fieldOf(heading: string): CsvField | null {
  if (isSecretName(heading)) return null;
  const word = plain(heading);
  return CSV_FIELDS.find((field) => WORDS[field].includes(word)) ?? null;
}

/** Whether a first row is a heading: it names a field that is known, and holds no address. */
export function isHeading(row: readonly string[]): boolean {
  return row.some((cell) => fieldOf(cell) !== null || isSecretName(cell)) && !row.some((cell) => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(cell.trim()));
}

/** A field for each column: by its heading, each field once; without headings, addresses are told from names. */
export function guessColumns(headings: readonly string[] | null, sample: readonly string[]): (CsvField | null)[] {
  const used = new Set<CsvField>();
  const once = (field: CsvField | null): CsvField | null => {
    if (field === null || used.has(field)) return null;
    used.add(field);
    return field;
  };
  if (headings) return headings.map((heading) => once(fieldOf(heading)));
  return sample.map((cell) => {
    const text = cell.trim();
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:]*:[0-9a-f:]+$/i.test(text)) return once('host');
    if (/^\d{1,5}$/.test(text)) return null;
    return /^[\p{L}\d][\p{L}\d._-]*$/u.test(text) ? once('name') : null;
  });
}
