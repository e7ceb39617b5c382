import type { World } from '../world/world';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** Stands in for Instagram's login: which account agrees? `authorizeUrl` is the path with its query. */
export function chooserPage(world: World, authorizeUrl: string): string {
  const link = (extra: string): string => escapeHtml(`${authorizeUrl}&${extra}`);
  const choices = [...world.accounts.values()].map(
    ({ id, username }) => `<a class="choice" href="${link(`account=${id}`)}">Continue as @${escapeHtml(username)}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in · Instagram simulator</title><link rel="stylesheet" href="/base.css"><link rel="stylesheet" href="/app.css"></head>
<body class="login"><main class="login-card"><h1>Connect an account</h1>
<p>The app asks for access to your messages and comments.</p>
${choices.join('\n') || '<p>There is no account in this simulator yet.</p>'}
<a class="deny" href="${link('deny=1')}">Not now</a></main></body></html>`;
}
