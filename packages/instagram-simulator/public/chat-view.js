/** Builds an element: `el('p', { class: 'x' }, 'text', child)`. Text is never parsed as HTML. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const initials = (name) =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => part[0].toUpperCase())
    .join('');

const clockTime = (ms) => new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
const calendarDay = (ms) => new Date(ms).toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short' });

/** The rows of one conversation. `on` = { tapButton(mid, title), react(mid) }. */
export function chatRows(view, on) {
  const rows = [];
  let day = '';
  for (const item of [...view.messages, ...view.comments].sort((a, b) => a.createdAt - b.createdAt)) {
    const today = calendarDay(item.createdAt);
    if (today !== day) rows.push(el('li', { class: 'day' }, today));
    day = today;
    rows.push(item.mid ? messageRow(item, on) : commentRow(item, view.customer));
  }
  const newest = view.messages.at(-1);
  if (newest?.origin === 'customer' && view.thread?.accountSeenMid === newest.mid) {
    rows.push(el('li', { class: 'seen', 'data-testid': 'seen' }, 'Seen'));
  }
  return rows;
}

function commentRow({ fromId, fromUsername, text, deleted }, customer) {
  const words = fromId === customer.id ? 'commented on a post' : 'replied to the comment';
  return el(
    'li',
    { class: 'comment', 'data-testid': 'comment' },
    `@${fromUsername} ${words}`,
    el('q', {}, deleted ? 'deleted' : text),
  );
}

/** Messages drawn before: only a new one rises into view when the conversation is drawn again. */
const drawn = new Set();

function messageRow(message, on) {
  const fromCustomer = message.origin === 'customer';
  const testId = fromCustomer ? 'bubble-in' : 'bubble-out';
  const fresh = drawn.has(message.mid) ? '' : 'fresh';
  drawn.add(message.mid);
  return el(
    'li',
    { class: `message ${fromCustomer ? 'mine' : 'theirs'} ${message.origin} ${fresh}`, 'data-mid': message.mid },
    contextLine(message),
    el(
      'div',
      { class: 'line' },
      el('div', { class: 'bubble', 'data-testid': testId }, ...bubbleContent(message, on)),
      fromCustomer ? null : heart(message, on),
    ),
    footLine(message),
  );
}

function contextLine({ content, commentId }) {
  const words = commentId
    ? 'Replied privately to a comment'
    : content.replyToStory
      ? 'Replied to a story'
      : content.replyToMid
        ? 'Replied to a message'
        : content.referral
          ? 'Came through a link or ad'
          : null;
  return words && el('span', { class: 'context' }, words);
}

function footLine(message) {
  const reactions = message.reactions.map(({ emoji }) => emoji).join(' ');
  return el(
    'span',
    { class: 'foot' },
    reactions ? el('span', { class: 'reactions', 'aria-label': 'Reactions' }, reactions) : null,
    message.origin === 'app' ? el('span', { class: 'badge' }, 'typed in the app') : null,
    message.numEdit > 0 ? el('span', {}, 'edited') : null,
    el('time', { datetime: new Date(message.createdAt).toISOString() }, clockTime(message.createdAt)),
  );
}

function heart(message, on) {
  if (message.deleted) return null;
  const loved = message.reactions.some(({ by }) => by === 'customer');
  const label = loved ? 'Take the heart back' : 'React with a heart';
  return el(
    'button',
    { type: 'button', class: 'heart', 'aria-label': label, click: () => on.react(message, loved) },
    '♥',
  );
}

function bubbleContent({ mid, content, deleted }, on) {
  if (deleted) return [el('em', {}, 'Message unsent')];
  if (content.unsupported) return [el('em', {}, 'Something that only the app can show')];
  if (content.postback) return [el('span', {}, content.postback.title)];
  if (content.template) return templateParts(mid, content.template, on);
  return [
    ...(content.attachments ?? []).map(attachmentPart),
    ...(content.text === undefined ? [] : [el('span', {}, content.text)]),
  ];
}

const ATTACHMENT_NAMES = {
  image: '🖼 Photo',
  video: '🎬 Video',
  audio: '🎙 Voice message',
  file: '📄 File',
  like_heart: '❤️',
};

function attachmentPart({ type, payload }) {
  const name = ATTACHMENT_NAMES[type] ?? `📎 ${type.replaceAll('_', ' ')}`;
  if (!payload?.url) return el('span', { class: 'attachment' }, name);
  return el('a', { class: 'attachment', href: payload.url, target: '_blank', rel: 'noreferrer noopener' }, name);
}

function templateParts(mid, template, on) {
  if (template.template_type === 'button') {
    return [el('span', {}, template.text), buttonList(mid, template.buttons, on)];
  }
  return [
    el(
      'div',
      { class: 'cards' },
      ...template.elements.map(({ title, subtitle, buttons }) =>
        el(
          'article',
          { class: 'tile' },
          el('div', { class: 'tile-art', 'aria-hidden': 'true' }, initials(title)),
          el('strong', {}, title),
          subtitle ? el('span', {}, subtitle) : null,
          buttons ? buttonList(mid, buttons, on) : null,
        ),
      ),
    ),
  ];
}

const buttonList = (mid, buttons, on) =>
  el(
    'div',
    { class: 'buttons' },
    ...buttons.map(({ title, type }) =>
      el(
        'button',
        { type: 'button', 'data-testid': 'button', click: () => on.tapButton(mid, title) },
        type === 'web_url' ? `${title} ↗` : title,
      ),
    ),
  );

/** The quick replies of the newest message, if it has any. */
export function quickReplies(view, onTap) {
  const offered = view.messages.findLast(({ deleted }) => !deleted)?.content.quickReplies ?? [];
  return offered.map((reply) => {
    const title = reply.title ?? (reply.content_type === 'user_email' ? 'Send my e-mail' : 'Send my number');
    return el('button', { type: 'button', 'data-testid': 'quick-reply', click: () => onTap(reply) }, title);
  });
}

/** How long the account may still write. */
export function windowLabel({ windowClosesAt, now }) {
  if (windowClosesAt === null) return { text: 'Window not open', open: false };
  const left = windowClosesAt - now;
  if (left <= 0) return { text: 'Window closed', open: false };
  const minutes = Math.ceil(left / 60_000);
  return { text: minutes >= 60 ? `${Math.floor(minutes / 60)} h left` : `${minutes} min left`, open: true };
}

const OUTCOMES = { acknowledged: 'ok', retrying: 'wait', held: 'wait' };

export function deliveryRow({ events, status, outcome, attempt }) {
  const kinds = [...new Set(events.map(({ kind }) => kind))].join(', ');
  return el(
    'li',
    { class: OUTCOMES[outcome] ?? 'bad' },
    el('span', { class: 'dot' }),
    el('span', { class: 'kind' }, events.length > 1 ? `${kinds} ×${events.length}` : kinds),
    el('span', { class: 'outcome' }, attempt > 1 ? `${outcome} (${attempt})` : outcome),
    el('code', {}, status === null ? '–' : String(status)),
  );
}
