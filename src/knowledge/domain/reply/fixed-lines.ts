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

/** What is said when a person was called before and has not answered yet. */
const AGAIN: Readonly<Record<string, string>> = {
  en: 'I have added this to your request. A colleague will get back to you here.',
  de: 'Das habe ich zu deiner Anfrage hinzugefügt. Jemand aus dem Team meldet sich hier bei dir.',
  es: 'Lo he añadido a tu consulta. Alguien del equipo te responderá aquí.',
  fr: 'Je l’ai ajouté à votre demande. Un membre de l’équipe vous répondra ici.',
  it: 'L’ho aggiunto alla tua richiesta. Qualcuno del team ti risponderà qui.',
  pt: 'Acrescentei isto ao seu pedido. Alguém da equipe vai responder por aqui.',
  nl: 'Ik heb dit aan je vraag toegevoegd. Een collega neemt hier contact met je op.',
  pl: 'Dopisaliśmy to do zgłoszenia. Ktoś z zespołu odpowie tutaj.',
  tr: 'Bunu talebinize ekledim. Ekibimizden biri size buradan dönecek.',
  ru: 'Это добавлено к вашему обращению. Вам ответит здесь кто-то из нашей команды.',
  uk: 'Це додано до вашого звернення. Вам відповість тут хтось із нашої команди.',
  ar: 'أضفتُ هذا إلى طلبك. سيرد عليك أحد أعضاء الفريق هنا.',
  hi: 'यह आपके अनुरोध में जोड़ दिया गया है। हमारी टीम से कोई यहाँ आपको जवाब देगा।',
  id: 'Ini sudah ditambahkan ke permintaan Anda. Seseorang dari tim kami akan membalas di sini.',
  ja: 'お問い合わせに追記いたしました。担当者がこちらでご連絡いたします。',
  zh: '已补充到您的请求中。我们的同事会在这里回复您。',
  ko: '문의 내용에 추가했습니다. 담당자가 여기에서 답변드리겠습니다.',
};

/** In the language, else in English. */
export const againLine = (language: string): string => lineIn(AGAIN, language);

/** In the language, else in English. */
export const handoffLine = (language: string): string => lineIn(HANDOFF, language);

function lineIn(lines: Readonly<Record<string, string>>, language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? '';
  return (Object.hasOwn(lines, base) ? lines[base] : undefined) ?? lines['en'] ?? '';
}
