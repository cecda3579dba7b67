import type { Link } from '../link.ts';
import type { Elevation } from './elevation.ts';
import { readFrame } from './frames.ts';
import { openShell } from './open-shell.ts';
import type { FrameSink } from './shell-channel.ts';

export interface Answer {
  status: number;
  stdout: string;
}

export interface AsideOptions {
  elevation: Elevation;
  /** Its frame goes with the prologue, for servers where only one channel a script works. */
  single: boolean;
}

/** Runs one short script of ours in a channel of its own, beside the shell. @throws RoundsError `connect/*` when no channel can be had. */
export async function runAside(link: Link, { elevation, single }: AsideOptions, text: string, limit: number): Promise<Answer> {
  let stdout = '';
  let ended: (status: number) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const status = new Promise<number>((resolve, reject) => {
    ended = resolve;
    failed = reject;
  });
  status.catch(() => undefined);
  const frame = (prefix: string) => readFrame(prefix, { id: 0, text, env: {} });
  const sink: FrameSink = {
    started: () => undefined,
    output: (stream, data) => void (stream === 'stdout' && (stdout += data.toString('utf8'))),
    ended: (end) => ended(end.status),
  };
  const shell = await openShell(link, { elevation, limit, single: single ? { id: 0, frame, sink } : undefined });
  const timer = setTimeout(() => failed(new Error(`No answer within ${limit} ms`)), limit);
  void shell.ended.then(() => failed(new Error('The channel ended before its script')));
  if (!single) shell.send(0, frame(shell.prefix), sink);
  try {
    return { status: await status, stdout };
  } finally {
    clearTimeout(timer);
    shell.close();
  }
}
