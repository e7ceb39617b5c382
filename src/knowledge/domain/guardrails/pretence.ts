import { Phrases } from '../text/phrases';

const CLAIMS = new Phrases({
  en: [
    'i am a human',
    'i am human',
    'i m a human',
    'i m human',
    'i am a real person',
    'a real human',
    'an actual human',
    'an actual person',
    'a real person here',
    'i m a real person',
    'i am not a bot',
    'i m not a bot',
    'not a robot',
    'i am not an ai',
    'i m not an ai',
  ],
  de: ['ich bin ein mensch', 'ich bin kein bot', 'ich bin keine ki', 'bin ein echter mensch'],
  es: ['soy humano', 'soy humana', 'soy una persona real', 'no soy un bot', 'no soy una ia'],
  fr: [
    'je suis humain',
    'je suis humaine',
    'je suis une vraie personne',
    'je ne suis pas un bot',
    'je ne suis pas un robot',
  ],
  it: ['sono umano', 'sono umana', 'sono una persona reale', 'sono una persona vera', 'non sono un bot'],
  pt: ['sou humano', 'sou humana', 'sou uma pessoa real', 'não sou um bot', 'não sou um robô'],
  nl: ['ik ben een mens', 'ik ben geen bot'],
  pl: ['jestem człowiekiem', 'nie jestem botem'],
  tr: ['ben insanım', 'ben bir insanım', 'bot değilim'],
  ru: ['я человек', 'я не бот', 'я не робот'],
  ar: ['أنا إنسان', 'أنا شخص حقيقي', 'لست روبوت'],
  ja: ['私は人間です', 'ボットではありません'],
  zh: ['我是真人', '我是人类', '我不是机器人'],
});

/** A reply of the bot may not say that a person writes. */
export function pretendsToBePerson(reply: string): boolean {
  return CLAIMS.areIn(reply);
}
