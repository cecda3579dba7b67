/** The one table of commands: parsing, help and dispatch all come from it. It loads nothing of what the commands do. */
import { RETRY_CAUSES } from '../shared/reasons.ts';
import type { CommandSpec, OptionSpec } from './command.ts';

const INCLUDE: OptionSpec = {
  name: 'include',
  value: 'LIST',
  many: true,
  summary: 'Enforcements to include: required, optional, adhoc (default: required)',
};
const ITEM: OptionSpec = { name: 'item', value: 'ID[:INSTANCE]', many: true, summary: 'Only these items and what they depend on' };
const RUN_OPTIONS: OptionSpec[] = [
  INCLUDE,
  ITEM,
  { name: 'concurrency', value: 'N', summary: 'Computers at once (default: the limit of the set-up, 50)' },
  { name: 'per-tenant', value: 'N', summary: 'Computers of one tenant at once' },
  { name: 'onboarding', summary: 'An onboarding session: onboarding deployments take part' },
  { name: 'offline', value: 'RULE', summary: 'For computers that are off: skip (default), or wait:DURATION (wait:30m)' },
];
const YES: OptionSpec = { name: 'yes', short: 'y', summary: 'Do not ask before a run over everything' };
const none = { least: 0, most: 0, what: 'no argument' };
const targets = { least: 1, most: Infinity, what: 'at least one TARGET' };

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'apply',
    summary: 'bring the set-up to what YAML files say',
    usage: ['FILE... [--dry-run] [--prune]'],
    takes: { least: 1, most: Infinity, what: 'at least one FILE' },
    options: [
      { name: 'dry-run', summary: 'Say what would change, and change nothing' },
      { name: 'prune', summary: 'Remove all that the files do not name, not only what an earlier apply of them made' },
    ],
    details: [
      'All or nothing: a file that is wrong changes nothing, and the error names file, line and what is allowed. Applied again, the same files change nothing.',
    ],
    examples: [
      { line: 'rounds apply acme.yaml', summary: 'add what is new, change what differs, remove what the file no longer names' },
      { line: 'rounds apply acme.yaml --dry-run', summary: 'look first' },
    ],
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'dump',
    summary: 'write the whole set-up as YAML and item folders',
    usage: ['[DIR]'],
    takes: { least: 0, most: 1, what: 'one DIR' },
    options: [],
    details: ['Without DIR the YAML goes to stdout. An apply of what was written changes nothing. Secrets are never in it.'],
    examples: [{ line: 'rounds dump backup', summary: 'the set-up as a folder' }],
    load: () => import('./commands/dump.ts'),
  },
  {
    name: 'computers',
    summary: 'list computers, or exactly those that targets hold',
    usage: ['[TARGET...]'],
    takes: { least: 0, most: Infinity, what: 'TARGETs' },
    options: [],
    examples: [
      { line: 'rounds computers', summary: 'all of them' },
      { line: "rounds computers 'group:Web servers'", summary: 'whom a run over this group would touch' },
    ],
    load: () => import('./commands/computers.ts'),
  },
  {
    name: 'deployments',
    summary: 'list what is deployed to whom',
    usage: [''],
    takes: none,
    options: [],
    examples: [{ line: 'rounds deployments', summary: 'local and recommended ones, with their targets' }],
    load: () => import('./commands/deployments.ts'),
  },
  {
    name: 'items',
    summary: 'list the maintenance items, or show one with its parameters',
    usage: ['[ID]'],
    takes: { least: 0, most: 1, what: 'one ID' },
    options: [],
    examples: [
      { line: 'rounds items', summary: 'those of the catalogue and those of the set-up' },
      { line: 'rounds items motd', summary: 'what it does and which parameters it takes' },
    ],
    load: () => import('./commands/items.ts'),
  },
  {
    name: 'adopt',
    summary: 'take over recommended deployments of the catalogue',
    usage: ['NAME...', '--list'],
    takes: { least: 0, most: Infinity, what: 'NAMEs' },
    options: [
      { name: 'list', summary: 'List the recommended deployments and which are adopted' },
      { name: 'undo', summary: 'Disable them again' },
    ],
    details: ['Recommended deployments come disabled; an adopted one is a candidate like any other, and a local one beats it.'],
    examples: [{ line: 'rounds adopt --list', summary: 'what there is' }],
    load: () => import('./commands/adopt.ts'),
  },
  {
    name: 'resolve',
    summary: 'show the plan of a computer: the winner of each item, and why the others lost',
    usage: ['COMPUTER [--include LIST] [--session onboarding] [--explain]'],
    takes: { least: 1, most: 1, what: 'one COMPUTER' },
    options: [
      INCLUDE,
      { name: 'session', value: 'KIND', summary: 'maintenance (default) or onboarding' },
      { name: 'explain', summary: 'Every decision in sentences' },
    ],
    details: ['COMPUTER is NAME or, where a name is ambiguous, TENANT/NAME. Nothing is connected to; facts are those of the last session.'],
    examples: [{ line: 'rounds resolve web-1 --explain', summary: 'why it gets what it gets' }],
    load: () => import('./commands/resolve.ts'),
  },
  {
    name: 'check',
    summary: 'say what a run would change, and change nothing',
    usage: ['TARGET... [OPTIONS]'],
    takes: targets,
    options: RUN_OPTIONS,
    details: [
      'Only scripts that look are sent. What a run would change is told as such (in JSON: skipped, would-change), and counts as well: exit status 0.',
    ],
    examples: [{ line: 'rounds check tenant:Acme', summary: 'what would change at Acme' }],
    load: () => import('./commands/run.ts').then(({ executeCheck }) => ({ execute: executeCheck })),
  },
  {
    name: 'run',
    summary: 'run maintenance',
    usage: ['TARGET... [OPTIONS]'],
    takes: targets,
    options: [...RUN_OPTIONS, YES],
    details: ['Ctrl-C cancels properly: running scripts are ended on the computers, and the record is finished. A second one leaves at once.'],
    examples: [
      { line: "rounds run 'group:Web servers'", summary: 'everything required on these computers' },
      { line: 'rounds run all --include required,optional --yes', summary: 'more, everywhere, without asking' },
      { line: 'rounds run computer:web-1 --item motd', summary: 'one item on one computer' },
    ],
    load: () => import('./commands/run.ts').then(({ executeRun }) => ({ execute: executeRun })),
  },
  {
    name: 'exec',
    summary: 'run one script on many computers, output side by side',
    usage: ['TARGET... [OPTIONS] -- COMMAND...', 'TARGET... [OPTIONS] --script FILE'],
    takes: targets,
    afterDashes: true,
    options: [
      { name: 'script', value: 'FILE', summary: 'A script instead of a command; .ps1 runs in PowerShell, all else in sh' },
      ...RUN_OPTIONS.filter((option) => ['concurrency', 'per-tenant', 'offline'].includes(option.name)),
      YES,
    ],
    details: [
      'One word after -- is a shell command line as it stands; several words are one command with its arguments, quoted. Output goes to stdout, all else to stderr; it is recorded as a session like any other.',
    ],
    examples: [
      { line: 'rounds exec all -- uptime', summary: 'one command everywhere' },
      { line: "rounds exec tag:web -- 'df -h | tail -n +2'", summary: 'a command line with a pipe' },
      { line: 'rounds exec computer:web-1 --script collect.sh', summary: 'a script' },
    ],
    load: () => import('./commands/exec.ts'),
  },
  {
    name: 'sessions',
    summary: 'list past and running sessions, newest first',
    usage: ['[OPTIONS]'],
    takes: none,
    options: [
      { name: 'since', value: 'WHEN', summary: 'From then on: a date, a date and time, today, yesterday, 2h or 3d ago' },
      { name: 'until', value: 'WHEN', summary: 'Up to then' },
      { name: 'tenant', value: 'NAME', summary: 'Of one tenant' },
      { name: 'computer', value: 'NAME', summary: 'Of one computer: NAME or TENANT/NAME' },
      { name: 'status', value: 'LIST', many: true, summary: 'With one of these statuses: passed, failed, not-reached, ...' },
      { name: 'limit', value: 'N', summary: 'At most so many (default 200)' },
    ],
    examples: [{ line: 'rounds sessions --since yesterday --status failed,not-reached', summary: 'what needs a look' }],
    load: () => import('./commands/sessions.ts'),
  },
  {
    name: 'show',
    summary: 'show one session with its actions, or the log of one of them',
    usage: ['SESSION [--log ITEM[:INSTANCE]]'],
    takes: { least: 1, most: 1, what: 'one SESSION' },
    options: [{ name: 'log', value: 'ITEM[:INSTANCE]', summary: 'The log of this action, with times and streams' }],
    details: [
      'SESSION is an id, a unique beginning or end of one, or last. Of a batch of several computers it shows the sessions, what went wrong and what to do; --log shows the action of each.',
    ],
    examples: [
      { line: 'rounds show last', summary: 'the newest' },
      { line: 'rounds show last --log motd', summary: 'what the scripts of motd wrote' },
    ],
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'retry',
    summary: 'do again what failed and what it blocked, with the parameters of then',
    usage: ['SESSION|BATCH [OPTIONS]'],
    takes: { least: 1, most: 1, what: 'one SESSION or BATCH' },
    options: [
      { name: 'item', value: 'ID[:INSTANCE]', many: true, summary: 'Only these' },
      {
        name: 'cause',
        value: 'REASON',
        summary: `Only what failed for this: ${RETRY_CAUSES.join(', ')}; or for one reason as --json and show name it (auth-refused)`,
      },
      { name: 'concurrency', value: 'N', summary: 'Computers at once' },
    ],
    examples: [
      { line: 'rounds retry last', summary: 'everything of the newest batch that did not end well' },
      { line: 'rounds retry last --cause offline', summary: 'only what was not reached' },
    ],
    load: () => import('./commands/retry.ts').then(({ executeRetry }) => ({ execute: executeRetry })),
  },
  {
    name: 'resume',
    summary: 'go on with an interrupted session, or with all interrupted ones of a batch',
    usage: ['SESSION|BATCH'],
    takes: { least: 1, most: 1, what: 'one SESSION or BATCH' },
    options: [],
    examples: [{ line: 'rounds resume last', summary: 'finish what a crash or a power cut interrupted' }],
    load: () => import('./commands/retry.ts').then(({ executeResume }) => ({ execute: executeResume })),
  },
  {
    name: 'cancel',
    summary: 'end a session or a batch that another process runs',
    usage: ['SESSION|BATCH'],
    takes: { least: 1, most: 1, what: 'one SESSION or BATCH' },
    options: [],
    details: ['What was interrupted does not run: cancel leaves it Interrupted in the record, and resume goes on with it.'],
    examples: [{ line: 'rounds cancel last', summary: 'from a second terminal' }],
    load: () => import('./commands/cancel.ts'),
  },
  {
    name: 'lab',
    summary: 'start six practice computers on this machine and run maintenance on them once',
    usage: ['[DIR]'],
    takes: { least: 0, most: 1, what: 'one DIR' },
    options: [],
    details: [
      'Needs no root and changes nothing outside DIR (default: a folder under the data folder, kept between runs). Its set-up and record live in DIR/data, apart from yours. Exit status 0 when every result is the one that the lab expects.',
    ],
    examples: [{ line: 'rounds lab', summary: 'every result that a session can have, in half a minute' }],
    load: () => import('./commands/lab.ts'),
  },
  {
    name: 'doctor',
    summary: 'connect to a computer step by step, and say which step fails and what to do',
    usage: ['COMPUTER'],
    takes: { least: 1, most: 1, what: 'one COMPUTER' },
    options: [],
    examples: [{ line: 'rounds doctor web-1', summary: 'name, port, host key, authentication, sudo, shell, facts' }],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON schema of set-up files or of item.yaml, for editors',
    usage: ['setup|item'],
    takes: { least: 1, most: 1, what: 'setup or item' },
    options: [],
    examples: [{ line: 'rounds schema setup > rounds.schema.json', summary: 'completion and checks while editing' }],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'help',
    summary: 'show help, or the help of a command',
    usage: ['[COMMAND]'],
    takes: { least: 0, most: 1, what: 'one COMMAND' },
    options: [],
    examples: [{ line: 'rounds help run', summary: 'the same as rounds run --help' }],
    load: () => import('./commands/help.ts'),
  },
];
