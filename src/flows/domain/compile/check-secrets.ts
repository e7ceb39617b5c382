import type { FlowDefinition } from '../dsl/flow-definition';
import type { Finding } from './finding';

/** Forms in which credentials are given out, with what they are called. */
const SECRETS: readonly [name: string, pattern: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a bearer token', /\bBearer\s+[A-Za-z0-9._~+/-]{20,}=*/i],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/],
  ['an access token of Meta', /\b(?:EAA|IGQ|IGAA)[A-Za-z0-9]{30,}/],
  ['an API key', /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{20,}/],
  ['an API key', /\b(?:AIza[A-Za-z0-9_-]{30,}|AKIA[A-Z0-9]{16}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})/],
  ['an access token', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|xox[abprs]-[A-Za-z0-9-]{10,})/],
  [
    'a credential',
    /\b(?:api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|password|passwd)["']?\s*[:=]\s*["']?(?=[^\s"']*\d)[A-Za-z0-9_\-./+]{12,}/i,
  ],
];
/** What all of them hold: twelve characters of a kind in a row, or dashes. */
const SUSPICIOUS = /[A-Za-z0-9_\-.+/~]{12}|-----/;
/** No secret is shorter, and most texts of a flow's settings are. */
const MIN_LENGTH = 16;

interface Secret {
  path: string;
  message: string;
}

/** Credentials written into a flow: everyone who may see the flow would see them, and some would be sent to customers. */
export function checkSecrets({ nodes, settings = {} }: FlowDefinition): Finding[] {
  return [
    ...nodes.flatMap(({ id, data }) =>
      secretsIn(data, 'data').map((secret): Finding => ({ code: 'secret_in_text', nodeId: id, ...secret })),
    ),
    ...secretsIn(settings, 'settings').map((secret): Finding => ({ code: 'secret_in_text', ...secret })),
  ];
}

function secretsIn(value: object, root: string): Secret[] {
  const found: Secret[] = [];
  visit(value, [root], found);
  return found;
}

/** `path` leads to the value, and is the same again afterwards. */
function visit(value: unknown, path: string[], found: Secret[]): void {
  if (typeof value === 'string') {
    const name = value.length < MIN_LENGTH || !SUSPICIOUS.test(value) ? undefined : secretNameOf(value);
    if (name !== undefined) found.push({ path: path.join('.'), message: `looks like ${name}` });
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      path.push(key);
      visit((value as Record<string, unknown>)[key], path, found);
      path.pop();
    }
  }
}

function secretNameOf(text: string): string | undefined {
  return SECRETS.find(([, pattern]) => pattern.test(text))?.[0];
}
