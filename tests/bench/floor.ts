/**
 * The floor that Rounds is measured against: ssh2, one connection and one exec of one script that does all of a
 * computer's work. It keeps no record, tells nothing, and handles no failure.
 * Arguments: a JSON file with {addresses, port, user, keyFile, hostKey, script}.
 */
import { readFileSync } from 'node:fs';
import { Client, type PublicKeyAuthMethod } from 'ssh2';

interface Work {
  addresses: string[];
  port: number;
  user: string;
  keyFile: string;
  /** base64 */
  hostKey: string;
  script: string;
}

const work = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Work;
const privateKey = readFileSync(work.keyFile);
const method: PublicKeyAuthMethod = { type: 'publickey', username: work.user, key: privateKey };
const expected = Buffer.from(work.hostKey, 'base64');

function one(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('error', reject);
    client.on('ready', () => {
      client.exec(work.script, (error, channel) => {
        if (error) return reject(error);
        let text = '';
        channel.on('data', (data: Buffer) => (text += data.toString()));
        channel.stderr.resume();
        channel.on('close', () => {
          client.end();
          resolve(text);
        });
      });
    });
    client.on('connect', () => client.setNoDelay(true));
    client.connect({
      host,
      port: work.port,
      username: work.user,
      authHandler: [method],
      hostVerifier: (key: Buffer) => key.equals(expected),
    });
  });
}

const results = await Promise.all(work.addresses.map(one));
const lines = results.flatMap((text) => text.trim().split('\n'));
process.stdout.write(`${lines.filter((line) => line === 'changed').length} changed, ${lines.filter((line) => line === 'same').length} same\n`);
