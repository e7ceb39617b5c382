type Query = Readonly<Record<string, string | number | undefined>>;

/** JSON over HTTP to the control routes; a refusal rejects with what the simulator said. */
export class ControlHttp {
  constructor(private readonly base: string) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    const url = new URL(`${this.base}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return this.call<T>(url, { method: 'GET' });
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>(new URL(`${this.base}${path}`), withBody('POST', body));
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>(new URL(`${this.base}${path}`), withBody('PATCH', body));
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>(new URL(`${this.base}${path}`), { method: 'DELETE' });
  }

  /** The answer is our own server's, built from the same types. */
  private async call<T>(url: URL, init: RequestInit): Promise<T> {
    const answer = await fetch(url, init);
    const body: unknown = await answer.json();
    if (!answer.ok)
      throw new Error(`${init.method ?? 'GET'} ${url.pathname}: ${answer.status} ${JSON.stringify(body)}`);
    return body as T;
  }
}

const withBody = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
