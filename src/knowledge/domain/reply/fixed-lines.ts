/** What is said when a person takes over, by language. */
const HANDOFF: Readonly<Record<string, string>> = {
  en: 'Thank you for your message. A colleague will get back to you here.',
  de: 'Danke für deine Nachricht. Jemand aus dem Team meldet sich hier bei dir.',
  es: 'Gracias por tu mensaje. Alguien del equipo te responderá aquí.',
  fr: 'Merci pour votre message. Un membre de l’équipe vous répondra ici.',
  it: 'Grazie per il tuo messaggio. Qualcuno del team ti risponderà qui.',
  pt: 'Obrigado pela sua mensagem. Alguém da equipe vai responder por aqui.',
  nl: 'Bedankt voor je bericht. Een collega neemt hier contact met je op.',
  pl: 'Dziękujemy za wiadomość. Ktoś z zespołu odpowie tutaj.',
  tr: 'Mesajınız için teşekkürler. Ekibimizden biri size buradan dönecek.',
  ru: 'Спасибо за сообщение. Вам ответит здесь кто-то из нашей команды.',
  uk: 'Дякуємо за повідомлення. Вам відповість тут хтось із нашої команди.',
  ar: 'شكرًا على رسالتك. سيرد عليك أحد أعضاء الفريق هنا.',
  hi: 'आपके संदेश के लिए धन्यवाद। हमारी टीम से कोई यहाँ आपको जवाब देगा।',
  id: 'Terima kasih atas pesannya. Seseorang dari tim kami akan membalas di sini.',
  ja: 'メッセージをありがとうございます。担当者がこちらでご連絡いたします。',
  zh: '感谢您的留言。我们的同事会在这里回复您。',
  ko: '메시지 감사합니다. 담당자가 여기에서 답변드리겠습니다.',
};

/** In the language, else in English. */
export function handoffLine(language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? '';
  return (Object.hasOwn(HANDOFF, base) ? HANDOFF[base] : undefined) ?? HANDOFF['en'] ?? '';
}
