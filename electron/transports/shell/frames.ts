import { assignments, quote } from './quote.ts';

/** What the shell said of itself when it was ready. */
export interface ShellInfo {
  pid: number;
  /** The process group that the shell and its reading scripts run in; 0 when it could not be found. */
  group: number;
  parent: number;
  /** How a script is given a process group of its own. */
  grouping: 'setsid' | 'perl' | 'none';
  /** `/proc/self/stat` can be read: a process learns its id without a further process. */
  procStat: boolean;
  /** `uname -s`. */
  system: string;
  /** Changes with every boot; empty where it is not to be had. */
  boot: string;
}

/** Scripts larger than this go through a file: the operating system takes no longer argument than 128 KiB. */
export const MAX_ARGUMENT_BYTES = 100_000;

/**
 * The line that makes a fresh sh tell what it is, behind a marker. One line, and without quotes: a login file that reads
 * lines from stdin then eats it whole, and what one eats of it in part leaves no open quote behind.
 */
export function prologue(prefix: string, serial: number): string {
  return (
    '{ rounds_b=;rounds_g=0;rounds_t=0;' +
    'read -r rounds_x rounds_x rounds_x rounds_x rounds_g rounds_x </proc/self/stat&&rounds_t=1;' +
    'read -r rounds_b </proc/sys/kernel/random/boot_id;' +
    'if [ $rounds_b ];then rounds_u=Linux;else rounds_u=$(uname -s);rounds_b=$(sysctl -n kern.boottime);fi;' +
    'if [ $rounds_t = 0 ];then rounds_g=$(ps -o pgid= -p $$);fi;' +
    'if command -v setsid >/dev/null;then rounds_k=setsid;elif command -v perl >/dev/null;then rounds_k=perl;else rounds_k=none;fi;' +
    ` } </dev/null 2>/dev/null;echo ${prefix}h ${serial} $$ \${rounds_g:-0} $PPID $rounds_k $rounds_t $rounds_u $rounds_b;echo ${prefix}g>&2\n`
  );
}

/** Reads the words of a ready marker; null for what no prologue of ours says. */
export function parseReady(words: string[]): ShellInfo | null {
  const [, pid, group, parent, grouping, procStat, system, ...boot] = words;
  if (!Number.isInteger(Number(pid)) || !system || (grouping !== 'setsid' && grouping !== 'perl' && grouping !== 'none')) return null;
  return {
    pid: Number(pid),
    group: Number(group) || 0,
    parent: Number(parent) || 0,
    grouping,
    procStat: procStat === '1',
    system,
    boot: boot.join(' '),
  };
}

export interface Script {
  id: number;
  text: string;
  env: Record<string, string>;
}

function exporting(env: Record<string, string>): string {
  const words = assignments(env);
  return words ? `export ${words};` : '';
}

function endMarkers(prefix: string, id: number, words: string): string {
  return `echo '${prefix}e ${id}' ${words};echo '${prefix}f ${id}'>&2\n`;
}

/** A script that only looks: a subshell of the shell itself, the cheapest there is. */
export function readFrame(prefix: string, script: Script): string {
  return `(${exporting(script.env)}eval ${quote(script.text)})</dev/null;${endMarkers(prefix, script.id, '$? 0 0')}`;
}

/**
 * Where the shell notes of a change script which process it is and, before it says so, how it ended: `PID [STATUS RESTART]`.
 * The id is written last before the script begins: a start marker that nobody reads ends what would have begun it, so no note
 * means that it never began.
 */
export function statusFile(folder: string, id: number): string {
  return `${folder}/${id}`;
}

/**
 * A script that changes things: a process of its own, in a process group of its own, whose id and end are also written
 * to the work folder, so that they can be found after the connection broke.
 *
 * Where /proc tells a process its id the script runs in the foreground; else behind `&`, which makes it ignore SIGINT and
 * SIGQUIT (POSIX, asynchronous lists).
 */
export function changeFrame(prefix: string, script: Script, info: ShellInfo, folder: string | null): string {
  const status = folder === null ? null : quote(statusFile(folder, script.id));
  const restart = folder === null ? '/dev/null' : quote(`${statusFile(folder, script.id)}r`);
  const inFile = folder !== null && Buffer.byteLength(script.text) > MAX_ARGUMENT_BYTES;
  const file = folder === null ? '' : quote(`${statusFile(folder, script.id)}.sh`);
  const command = `exec ${groupCommand(info)}sh ${inFile ? file : `-c ${quote(script.text)}`}`;
  const started = `echo '${prefix}s ${script.id}' $rounds_p;${status ? `{ echo $rounds_p >${status}; } 2>/dev/null;` : ''}`;
  const body = `export ROUNDS_RESTART=${restart};${exporting(script.env)}${command}`;
  const run = info.procStat
    ? `(read -r rounds_p rounds_x </proc/self/stat;${started}${body})</dev/null;rounds_s=$?;`
    : `(${body})</dev/null&rounds_p=$!;${started}wait $rounds_p;rounds_s=$?;`;
  const note = status
    ? `[ -s ${restart} ]&&rounds_r=1;{ rounds_p=;read -r rounds_p <${status};` +
      `[ "$rounds_p" ]&&{ echo $rounds_p $rounds_s $rounds_r >${status};kill -0 -$rounds_p&&rounds_l=1; }; } 2>/dev/null;`
    : '';
  return (
    `${inFile ? `printf %s ${quote(script.text)} >${file};` : ''}rounds_r=0;rounds_l=0;${run}${note}` +
    endMarkers(prefix, script.id, '$rounds_s $rounds_r $rounds_l')
  );
}

function groupCommand(info: ShellInfo): string {
  if (info.grouping === 'setsid') return 'setsid ';
  return info.grouping === 'perl' ? `perl -e 'setpgrp(0,0);exec @ARGV or exit 127' ` : '';
}

/** How long the work folder outlives a shell whose connection broke, minutes. */
const FOLDER_OUTLIVES_MINUTES = 60;

/**
 * Makes the connection's work folder (mode 0700) in the first place that takes a file, or finds it again, and prints its
 * path; prints nothing where no place does. Runs in the shell itself: with `keep`, a shell that loses its connection removes
 * the folder an hour later, unless another shell of the connection took it over.
 */
export function workFolderFrame(prefix: string, id: number, name: string, keep: boolean): string {
  // Looks once a minute, so that nothing waits on for a folder that another shell took over or that is gone.
  const trap =
    `trap '{ rounds_n=0;while read -r rounds_o <"$rounds_w/owner"&&[ "$rounds_o" = $$ ];do rounds_n=$((rounds_n+1));` +
    `[ $rounds_n -gt ${FOLDER_OUTLIVES_MINUTES} ]&&rm -rf "$rounds_w"&&break;sleep 60;done; } </dev/null >/dev/null 2>&1 &' EXIT`;
  return (
    'rounds_w=;for rounds_d in "$TMPDIR" /tmp /var/tmp "$HOME" /dev/shm;do case $rounds_d in /*) ' +
    `rounds_w=$rounds_d/${name};if [ -O "$rounds_w" ];then echo $$ >"$rounds_w/owner";break;fi;` +
    'if mkdir -m 700 "$rounds_w";then echo $$ >"$rounds_w/owner"&&[ -s "$rounds_w/owner" ]&&break;rm -rf "$rounds_w";fi;; ' +
    'esac;rounds_w=;done </dev/null 2>/dev/null;' +
    `${keep ? `[ "$rounds_w" ]&&${trap};` : ''}printf %s "$rounds_w";${endMarkers(prefix, id, '0 0 0')}`
  );
}
