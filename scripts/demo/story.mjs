/** What the demo plays: each scene checks what it shows, and throws when the product does something else. */
export async function playStory(world, suffix) {
  await keywordAndButton(world, suffix);
  const max = await quickReply(world, suffix);
  await timeout(world, suffix);
  await handoff(world, suffix);
  await typedInTheApp(world, max);
  await comment(world, suffix);
  await desk(world, suffix);
}

async function keywordAndButton(world, suffix) {
  world.transcript.scene('A keyword is answered, a button is followed');
  const jane = await world.newCustomer(`jane.${suffix}`, 'Jane Doe');
  let act = await world.says(jane, 'Hi! What are your opening hours?');
  await world.answers(jane, act, 'Hi Jane Doe!');
  act = await world.taps(jane, 'Plan a visit');
  await world.answers(jane, act, 'Which day');
  act = await world.says(jane, 'Saturday, I think');
  await world.answers(jane, act, 'Saturdays are lively');
}

async function quickReply(world, suffix) {
  world.transcript.scene('A quick reply');
  const max = await world.newCustomer(`max.${suffix}`, 'Max Muster');
  let act = await world.says(max, 'How much is a bowl?');
  await world.answers(max, act, 'Which piece');
  act = await world.tapsQuickReply(max, 'Bowl');
  await world.answers(max, act, '42');
  return max;
}

async function timeout(world, suffix) {
  const { transcript } = world;
  transcript.scene('Nobody answers: the wait times out');
  const tom = await world.newCustomer(`tom.${suffix}`, 'Tom Silent');
  let act = await world.says(tom, 'visit');
  await world.answers(tom, act, 'Hi Tom');
  act = await world.taps(tom, 'Plan a visit');
  const asked = await world.answers(tom, act, 'Which day');
  transcript.note('(Tom does not answer)');
  await world.answers(tom, asked, 'No hurry');
}

async function handoff(world, suffix) {
  world.transcript.scene('Handed over to a person: the bot falls silent');
  const ada = await world.newCustomer(`ada.${suffix}`, 'Ada Lovelace');
  let act = await world.says(ada, 'Are you open today?');
  await world.answers(ada, act, 'Hi Ada');
  act = await world.taps(ada, 'Talk to a person');
  const farewell = await world.answers(ada, act, 'A colleague will answer');
  const waiting = 'Is anybody there? What are your hours?';
  await world.says(ada, waiting);
  const conversation = await world.staysSilent(ada, farewell, waiting);
  await world.escalationIsOpen(conversation);
  const before = { order: farewell.order, at: performance.now() };
  await world.memberWrites(conversation, 'Hello Ada, Mia from the shop here. How can I help?');
  await world.answers(ada, before, 'Mia from the shop', 'a member');
}

async function typedInTheApp(world, max) {
  world.transcript.scene('Typed in the Instagram app: stored, and the bot keeps out');
  const reply = 'Hi Max, I can put one aside for you. – Luna';
  await world.ownerTypes(max, reply);
  await world.conversationWith(max, (messages) =>
    messages.some(({ origin, text }) => origin === 'app' && text === reply),
  );
  const question = 'Yes please! What are your hours?';
  const act = await world.says(max, question);
  await world.staysSilent(max, act, question);
}

async function comment(world, suffix) {
  world.transcript.scene('A comment is answered in public and by a message');
  const eva = await world.newCustomer(`eva.${suffix}`, 'Eva Curious');
  const { act, commentId } = await world.comments(eva, 'Which glaze is that?');
  await world.answersComment(commentId, 'We have sent you a message');
  await world.answers(eva, act, 'guide to glazes');
  const wanted = await world.says(eva, 'Yes');
  await world.answers(eva, wanted, 'https://example.com/glazes');
}

async function desk(world, suffix) {
  const { transcript } = world;
  transcript.scene('The desk: told live, noted, tagged, planned, answered');
  const live = await world.listens();
  const zoe = await world.newCustomer(`zoe.${suffix}`, 'Zoe Keen');
  const words = 'We would like twelve bowls for our café.';
  await world.says(zoe, words);
  const conversation = await world.conversationWith(zoe, (messages) => messages.some(({ text }) => text === words));
  await live.hears('message.received', ({ data }) => data.text === words);
  const { contactId, id: conversationId } = conversation;
  await world.act(`contacts/${contactId}/notes`, {
    text: 'A café, twelve bowls: ask Luna for a quote.',
    conversationId,
  });
  await world.act(`conversations/${conversationId}/tags`, { add: ['wholesale'] });
  await world.act(`contacts/${contactId}/tasks`, { title: 'Send the quote', conversationId });
  await world.memberWrites(conversation, 'With pleasure! I will send you a quote today.');
  const sent = await live.hears('message.sent', (event) => event.conversationId === conversationId);
  transcript.business('a member', sent.data.text, []);
  for (const type of ['note.changed', 'contact.changed', 'task.changed']) await live.hears(type);
  const types = [...new Set(live.heard.map(({ type }) => type))];
  transcript.note(`heard live: ${types.join(', ')}`);
  await live.close();
}
