/** One of Meta's settings, or ours, as far as it can be seen from here. */
export interface SetUpFinding {
  /** Name of the setting. */
  setting: string;
  state: 'ok' | 'missing' | 'doubtful';
  /** What to do, in words. */
  advice: string;
}

/** What the check looks at; no secret among it. */
export interface SetUpFacts {
  appId: string | undefined;
  hasOwnAppSecret: boolean;
  hasVerifyToken: boolean;
  publicUrl: string;
  redirectUrl: string;
  returnUrl: string | undefined;
  webhookPath: string;
  deauthorizePath: string;
  deletionPath: string;
}

const LOCAL = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[?::1\]?$|[^.]+$)/;

const isHttps = (url: string) => url.startsWith('https://');
const isReachable = (url: string) => !LOCAL.test(new URL(url).hostname);

const finding = (setting: string, problem: string | null, ok: string, state: SetUpFinding['state'] = 'missing') => ({
  setting,
  state: problem === null ? ('ok' as const) : state,
  advice: problem ?? ok,
});

/** Which setting keeps accounts from being connected, or webhooks from arriving; in the order in which one sets up. */
export function checkSetUp(facts: SetUpFacts): SetUpFinding[] {
  const { publicUrl } = facts;
  return [
    finding(
      'INSTAGRAM_APP_ID',
      facts.appId === undefined ? 'Copy the Instagram app ID from “API setup with Instagram business login”.' : null,
      'Set.',
    ),
    finding(
      'INSTAGRAM_APP_SECRET',
      facts.hasOwnAppSecret
        ? null
        : 'Not set: the first of META_APP_SECRETS is used. Make sure that it is the Instagram app secret.',
      'Set.',
      'doubtful',
    ),
    finding(
      'META_VERIFY_TOKEN',
      facts.hasVerifyToken ? null : 'Choose one and type it into Meta’s webhook settings.',
      'Set.',
    ),
    finding('PUBLIC_URL', publicUrlProblem(publicUrl), `Webhook callback URL: ${publicUrl}${facts.webhookPath}`),
    redirectFinding(facts),
    finding(
      'INSTAGRAM_RETURN_URL',
      facts.returnUrl === undefined ? 'Not set: people who come back from Instagram see a plain page.' : null,
      'Set.',
      'doubtful',
    ),
    {
      setting: 'Callbacks',
      state: publicUrlProblem(publicUrl) === null ? 'ok' : 'missing',
      advice: `Business login settings → deauthorize: ${publicUrl}${facts.deauthorizePath}, data deletion: ${publicUrl}${facts.deletionPath}`,
    },
  ];
}

function publicUrlProblem(url: string): string | null {
  if (!isHttps(url)) return 'Meta delivers webhooks to https addresses only.';
  return isReachable(url) ? null : 'Meta cannot reach an address of your own network.';
}

function redirectFinding({ redirectUrl }: SetUpFacts): SetUpFinding {
  const problem = isHttps(redirectUrl) ? null : 'Instagram sends people back to https addresses only.';
  return finding('INSTAGRAM_REDIRECT_URL', problem, `Add exactly this to the OAuth redirect URIs: ${redirectUrl}`);
}

export const isSetUp = (findings: readonly SetUpFinding[]): boolean =>
  findings.every(({ state }) => state !== 'missing');
