import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameProtocol, type FrameEvent, type ShellStream } from './frame-protocol.ts';

const PREFIX = '\x1efedcba9876543210';
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\x1efedcba', 'e 1 0 0 0\n', '\x1e', `f 1\n`, ''));

interface Told {
  id: number;
  stdout: string;
  stderr: string;
  status: number;
}

describe('FrameProtocol', () => {
  it('gives every script its own output and status, however both streams are cut and interleaved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ stdout: text, stderr: text, status: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 }))),
        fc.boolean(),
        (scripts, cuts, release) => {
          const wanted: Told[] = scripts.map((script, n) => ({ ...script, id: n + 1 }));
          const left: Record<ShellStream, Buffer> = {
            stdout: Buffer.from(
              `motd${PREFIX}h 0 1 1 0 setsid 1 Linux b\n` + wanted.map((one) => `${one.stdout}${PREFIX}e ${one.id} ${one.status} 0 0\n`).join(''),
            ),
            stderr: Buffer.from(`noise${PREFIX}g\n` + wanted.map((one) => `${one.stderr}${PREFIX}f ${one.id}\n`).join('')),
          };
          const protocol = new FrameProtocol(PREFIX);
          for (const { id } of wanted) protocol.expect(id);
          const events: FrameEvent[] = [];
          while (left.stdout.length + left.stderr.length > 0) {
            const [first, size] = cuts.next().value as [boolean, number];
            const stream = (first ? left.stdout.length > 0 : left.stderr.length === 0) ? 'stdout' : 'stderr';
            const chunk = left[stream].subarray(0, size);
            left[stream] = left[stream].subarray(size);
            events.push(...protocol.push(stream, chunk).map((event) => ('data' in event ? { ...event, data: Buffer.from(event.data) } : event)));
            // Released bytes may be the beginning of a marker: then they are seen as output, but no end is missed.
            if (release) protocol.release(stream);
          }
          const ended = events.flatMap((event) => (event.kind === 'ended' ? [{ id: event.id, status: event.end.status }] : []));
          expect(ended).toEqual(wanted.map(({ id, status }) => ({ id, status })));
          if (release) return;
          const output = (id: number, stream: ShellStream) =>
            Buffer.concat(events.flatMap((event) => (event.kind === 'output' && event.id === id && event.stream === stream ? [event.data] : [])));
          for (const one of wanted) {
            expect(output(one.id, 'stdout').equals(Buffer.from(one.stdout))).toBe(true);
            expect(output(one.id, 'stderr').equals(Buffer.from(one.stderr))).toBe(true);
          }
          const noise = events.flatMap((event) => (event.kind === 'noise' ? [event.data.toString()] : [])).join('');
          expect([...noise].sort().join('')).toBe([...'motdnoise'].sort().join(''));
        },
      ),
    );
  });

  it('takes markers of both streams from one, where a server merges them', () => {
    const protocol = new FrameProtocol(PREFIX);
    protocol.expect(1);
    const events = protocol.push('stdout', Buffer.from(`${PREFIX}h 0\n${PREFIX}g\nout${PREFIX}e 1 3 1 1\n${PREFIX}f 1\n`));
    expect(events.at(-1)).toEqual({ kind: 'ended', id: 1, end: { status: 3, restart: true, lingering: true } });
  });
});
