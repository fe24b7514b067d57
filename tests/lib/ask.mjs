// One HTTP request, with nothing added, followed or decompressed.
import { request } from 'node:http';

/** Gives {status, headers, body, text, json()}; a connection of its own unless an agent is given. */
export function askServer(port, path, { method = 'GET', headers = {}, agent = false } = {}) {
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part)).on('error', failed);
      response.on('end', () => {
        const body = Buffer.concat(parts);
        const text = body.toString();
        done({ status: response.statusCode, headers: response.headers, body, text, json: () => JSON.parse(text) });
      });
    });
    asked.on('error', failed).end();
  });
}
