import net from 'node:net';

const server = net.createServer().listen({ host: process.argv[2], port: 0, backlog: 1 }, () => process.send?.(server.address()?.port));
process.on('disconnect', () => process.exit());
