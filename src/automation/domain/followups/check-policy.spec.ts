import { checkPolicy } from './check-policy';

const problems = (text: string) =>
  checkPolicy({ action: { kind: 'text', texts: [{ language: 'en', text }] }, quietHours: null });

describe('a policy', () => {
  it.each(['Hi {{ contact.name }}', 'By {{ context.channel }}, in {{ context.language }}'])('may say %s', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each(['{{ context.name }}', '{{ contact.channel }}', '{{ vars.channel }}', '{{ vars.name }}'])(
    'may not say %s',
    (text) => {
      expect(problems(text)).toMatchObject([{ field: 'action.texts.0.text' }]);
    },
  );

  it('needs a text, unless it starts a flow or asks a model, and quiet hours that end', () => {
    const quietHours = { from: '22:00', to: '22:00' };
    expect(checkPolicy({ action: { kind: 'text', texts: [] }, quietHours }).map(({ field }) => field)).toEqual([
      'action.texts',
      'quietHours',
    ]);
    expect(checkPolicy({ action: { kind: 'ai', instruction: 'Ask.', texts: [] }, quietHours: null })).toEqual([]);
    expect(checkPolicy({ action: { kind: 'flow', instanceId: 'i' }, quietHours: null })).toEqual([]);
  });
});
