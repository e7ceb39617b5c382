import { randomUUID } from 'node:crypto';

/** The few calls of the REST API that the demo makes, before the typed client could be built. */
export class DemoApi {
  #token;

  constructor(baseUrl) {
    this.baseUrl = baseUrl;
  }

  async logIn(email, password) {
    const { token } = await this.post('/v1/auth/login', { email, password });
    this.#token = token;
  }

  get(path) {
    return this.#call('GET', path);
  }

  post(path, body = {}) {
    return this.#call('POST', path, body);
  }

  async #call(method, path, body) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    if (this.#token !== undefined) headers.authorization = `Bearer ${this.#token}`;
    const response = await fetch(this.baseUrl + path, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${answer.detail ?? JSON.stringify(answer)}`);
    return answer;
  }
}
