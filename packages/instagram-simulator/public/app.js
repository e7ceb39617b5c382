import { chatRows, deliveryRow, el, initials, quickReplies, windowLabel } from './chat-view.js';
import { control, followDeliveries, listen } from './control.js';

const find = (id) => document.getElementById(id);
const state = { accounts: [], customers: [], account: null, customer: null, view: null };
const SHOWN_DELIVERIES = 8;
const TYPING_MS = 20_000;

/** Runs an action of the person at the page; a refusal is shown, not lost. */
async function attempt(action) {
  try {
    find('notice').hidden = true;
    return await action();
  } catch (error) {
    find('notice').textContent = error.message;
    find('notice').hidden = false;
    return undefined;
  }
}

const selectedAccount = () => state.accounts.find(({ id }) => id === state.account);
const act = (body) => control('POST', `/customers/${state.customer}/acts`, body);

async function loadPeople() {
  state.accounts = await control('GET', '/accounts');
  if (!selectedAccount()) state.account = state.accounts[0]?.id ?? null;
  state.customers = state.account ? await control('GET', `/customers?account=${state.account}`) : [];
  if (!state.customers.some(({ id }) => id === state.customer)) state.customer = state.customers[0]?.id ?? null;
  drawPeople();
  await loadThread();
}

function drawPeople() {
  find('account').replaceChildren(
    ...state.accounts.map(({ id, username }) =>
      el('option', { value: id, selected: id === state.account && '' }, `@${username}`),
    ),
  );
  find('account').disabled = state.accounts.length === 0;
  find('customers').replaceChildren(
    ...state.customers.map(({ id, username, name }) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', 'aria-pressed': String(id === state.customer), click: () => chooseCustomer(id) },
          el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name ?? username)),
          el('span', { class: 'names' }, el('strong', {}, name ?? username), el('span', {}, `@${username}`)),
        ),
      ),
    ),
  );
  const account = selectedAccount();
  find('chat-name').textContent = account?.name ?? 'No account yet';
  find('chat-handle').textContent = account ? `@${account.username}` : '';
  find('chat-avatar').textContent = account ? initials(account.name) : '';
}

function chooseCustomer(id) {
  state.customer = id;
  showTyping(false);
  drawPeople();
  return attempt(loadThread);
}

async function loadThread() {
  const asked = state.customer;
  const view = asked ? await control('GET', `/customers/${asked}/thread`) : null;
  if (asked !== state.customer) return;
  state.view = view;
  drawThread();
  await tellSeen();
}

function drawThread() {
  const { view } = state;
  const ready = view !== null;
  for (const id of ['composer-text', 'mode', 'owner-text']) find(id).disabled = !ready;
  for (const button of document.querySelectorAll('#composer button, #owner button')) button.disabled = !ready;
  find('chat').replaceChildren(...(ready ? threadRows(view) : [emptyRow('Add an account and a customer to begin.')]));
  find('chat').scrollTop = find('chat').scrollHeight;
  find('quick-replies').replaceChildren(...(ready ? quickReplies(view, tapQuickReply) : []));
  drawWindowChip(ready ? windowLabel(view) : { text: '', open: false });
  if (ready) drawClock(view.now);
  find('seen-note').textContent = ready && isNewestSeen(view) ? '✓ Seen by the customer' : '';
}

function isNewestSeen({ messages, thread }) {
  const newest = messages.findLast(({ origin }) => origin !== 'customer');
  return newest !== undefined && thread?.seenMid === newest.mid;
}

function drawWindowChip({ text, open }) {
  find('window-chip').textContent = text;
  find('window-chip').classList.toggle('open', open);
}

const emptyRow = (words) => el('li', { class: 'empty' }, words);

function threadRows(view) {
  if (view.messages.length + view.comments.length === 0) return [emptyRow(`Say hello as @${view.customer.username}.`)];
  return chatRows(view, {
    tapButton: (mid, title) =>
      attempt(async () => {
        const { openedUrl } = await act({ act: 'button', title, mid });
        if (openedUrl) window.open(openedUrl, '_blank', 'noopener');
      }),
    react: ({ mid }, loved) => attempt(() => act(loved ? { act: 'unreact', mid } : { act: 'react', mid })),
  });
}

const CONTACT_DATA = { user_email: 'customer@example.com', user_phone_number: '+14155550123' };

const tapQuickReply = ({ title, payload, content_type }) =>
  attempt(() => act(content_type === 'text' ? { act: 'quick-reply', title, payload } : contactAct(content_type)));

const contactAct = (type) => ({ act: 'contact-reply', type, value: CONTACT_DATA[type] });

/** Looking at the newest message of the account is seeing it. */
async function tellSeen() {
  const { view } = state;
  const newest = view?.messages.at(-1);
  if (document.hidden || !newest || newest.origin === 'customer' || newest.deleted) return;
  if (view.thread.seenMid !== newest.mid) await act({ act: 'seen', mid: newest.mid });
}

let typingTimeout;
function showTyping(on) {
  clearTimeout(typingTimeout);
  find('typing').hidden = !on;
  if (on) typingTimeout = setTimeout(() => showTyping(false), TYPING_MS);
}

function drawClock(now) {
  find('clock').dateTime = new Date(now).toISOString();
  find('clock').textContent = new Date(now).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

function onEvent(event) {
  const shown = event.customer === state.customer;
  if (event.type === 'world') return attempt(loadPeople);
  if (event.type === 'typing' && shown && event.by === 'account') return showTyping(event.on);
  if (event.type === 'thread' && shown) {
    showTyping(false);
    return attempt(loadThread);
  }
  if (event.type === 'clock') return attempt(loadThread);
  return undefined;
}

function onSubmit(id, handle) {
  find(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(() => handle(event.target));
  });
}

function wire() {
  find('account').addEventListener('change', ({ target }) => {
    state.account = target.value;
    void attempt(loadPeople);
  });
  onSubmit('composer', async () => {
    const text = find('composer-text').value.trim();
    if (text === '') return;
    find('composer-text').value = '';
    await act({ act: find('mode').value, text });
    find('composer-text').focus();
  });
  onSubmit('owner', async () => {
    const text = find('owner-text').value.trim();
    if (text === '') return;
    await control('POST', `/accounts/${state.account}/acts`, { act: 'text', customer: state.customer, text });
    find('owner-text').value = '';
  });
  onSubmit('new-account', async (form) => {
    const account = await control('POST', '/accounts', { username: form.username.value.trim() });
    state.account = account.id;
    form.reset();
    await loadPeople();
  });
  onSubmit('new-customer', async (form) => {
    const customer = await control('POST', '/customers', {
      account: state.account,
      username: form.username.value.trim(),
    });
    state.customer = customer.id;
    form.reset();
    await loadPeople();
  });
  for (const button of document.querySelectorAll('[data-advance]')) {
    button.addEventListener('click', () =>
      attempt(() => control('POST', '/clock', { advanceMs: Number(button.dataset.advance) })),
    );
  }
  document.addEventListener('visibilitychange', () => void attempt(tellSeen));
}

function showConnection(connected) {
  find('link-state').classList.toggle('on', connected);
  find('link-text').textContent = connected ? 'Live' : 'Reconnecting…';
  if (connected) void attempt(loadPeople);
}

function showDeliveries(entries) {
  const list = find('deliveries');
  list.prepend(...entries.slice(-SHOWN_DELIVERIES).reverse().map(deliveryRow));
  while (list.children.length > SHOWN_DELIVERIES) list.lastElementChild.remove();
}

wire();
listen(onEvent, showConnection);
void followDeliveries(showDeliveries);
