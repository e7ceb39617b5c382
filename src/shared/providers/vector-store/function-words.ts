/**
 * Words that hold sentences together, ask, greet or point, by ISO 639-1 code, without accents: whether a chunk has them
 * says nothing about what it is about. Scripts that are looked up by pairs of characters have their commonest pairs.
 */
const BY_LANGUAGE: Readonly<Record<string, string>> = {
  en:
    'a an and or but if then so the this that these those there here it its i me my mine we us our you your he him his she her they them their ' +
    'is am are was were be been being do does did done doing have has had having can could will would shall should may might must ' +
    'what which who whom whose when where why how much many long often soon of in on at to from for with without by about as into out up down over under ' +
    'not no nor yes any some all each every both either neither other another such only own same than too very just also again still yet already ' +
    'please hi hello hey thanks thank dear ok okay want wanted need needed like know tell ask get got give let make take put say see look find go come ' +
    'don doesn didn isn aren wasn won wouldn couldn shouldn can t s m re ve ll d im dont doesnt cant whats hows something anything someone anyone thing things work works use used using offer offered offers accept accepted sell sold buy provide possible available happen happens',
  de:
    'der die das den dem des ein eine einer eines einem einen und oder aber wenn dann so dies diese dieser dieses diesem diesen jene es ich mich mir mein meine meinen meinem meiner ' +
    'wir uns unser unsere unseren du dich dir dein deine deinen ihr euch euer eure ihre ihren ihnen er ihn ihm sein seine sie ist bin bist sind seid war waren wird werden werde wurde worden ' +
    'hat habe habt haben hatte hatten kann kannst konnt konnen konnte konnten soll sollte muss mussen musste darf durfen mochte mochten will wollen wollte tun tut mache machen macht ' +
    'was welche welcher welches welchen wer wem wen wessen wann wo wohin woher warum wie wieso weshalb viel viele lange oft von vom in im ins an am auf aus bei beim mit ohne zu zum zur fur nach uber unter um durch gegen vor als bis ' +
    'nicht kein keine keinen nein ja alle alles jede jeder jedes beide andere auch nur noch schon sehr mehr mal denn doch da hier dort man sich etwas jemand ' +
    'bitte hallo hi danke guten tag gibt geben gebt gehen geht nehmen nehmt nimmt bieten bietet anbieten verkaufen verkauft kaufen akzeptieren akzeptiert moglich finde finden',
  fr:
    'le la les l un une des du de d et ou mais si alors ce cet cette ces c il elle ils elles on je j me m moi mon ma mes nous notre nos tu te t toi ton ta tes vous votre vos se s sa son ses leur leurs lui ' +
    'est suis es sommes etes sont etait etre ete ai as a avons avez ont avoir peut peux pouvez peuvent pouvoir puis dois doit devez faut fait faire faites veux veut voulez voudrais vais va aller ' +
    'que qu quoi quel quelle quels quelles qui quand ou comment combien pourquoi en dans sur sous a au aux pour par avec sans chez vers entre comme ' +
    'ne n pas non oui tout toute tous toutes aussi tres plus moins bien y encore deja autre autres meme quelque chose ' +
    'bonjour salut merci svp plait acceptez accepter vendez vendre proposez proposer acheter possible trouve trouver',
  es:
    'el la los las lo un una unos unas y o u pero si entonces este esta estos estas ese esa eso esto aquel yo me mi mis nos nosotros nuestro nuestra tu te ti tus usted ustedes vosotros os se su sus le les ella ellos ellas ' +
    'es soy eres somos son era ser sido esta estoy estas estan estar he has ha hemos han haber hay puedo puede puedes pueden podria debo debe deben tengo tiene tienes tienen hacer hace hago quiero quiere quieren quisiera voy va ir ' +
    'que cual cuales quien quienes cuando donde como cuanto cuanta cuantos cuantas porque de del en a al para por con sin sobre entre desde hasta hacia segun ' +
    'no ni todo toda todos todas tambien muy mas menos ya aun otro otra otros mismo algo alguien solo ' +
    'hola gracias favor buenas buenos aceptan aceptar venden vender ofrecen ofrecer comprar posible',
  it:
    'il lo la i gli le l un uno una e ed o ma se allora questo questa questi queste quello quella cio io mi me mio mia miei mie noi ci nostro nostra tu ti te tuo tua tuoi voi vi vostro vostra si suo sua suoi lui lei loro ' +
    'sono sei e siamo siete era essere stato sta stanno ho hai ha abbiamo avete hanno avere posso puoi puo possiamo potete possono devo deve dovete fare fa faccio fate voglio vuole volete vorrei va vado andare c ' +
    'che cosa quale quali chi quando dove come quanto quanta quanti quante perche di del dello della dei degli delle d in nel nella a al alla ai da dal dalla per con senza su sul sulla tra fra ' +
    'non no si tutto tutta tutti anche molto piu meno gia ancora altro altra altri stesso qualcosa ' +
    'ciao salve buongiorno grazie favore prego accettate accettare vendete vendere offrite comprare possibile trovo trovare',
  pt:
    'o a os as um uma uns umas e ou mas se entao este esta estes estas esse essa isso isto aquele eu me mim meu minha meus nos nosso nossa tu te voce voces seu sua seus suas lhe ele ela eles elas ' +
    'e sou es somos sao era ser sido esta estou estao estar tenho tem temos teem ter ha posso pode podem poderia devo deve fazer faz faco quero quer querem gostaria vou vai ir ' +
    'que qual quais quem quando onde como quanto quanta quantos quantas porque de do da dos das em no na nos nas a ao aos para por pelo pela com sem sobre entre desde ate ' +
    'nao sim todo toda todos todas tambem muito mais menos ja ainda outro outra mesmo algo alguem so ' +
    'ola oi obrigado obrigada favor bom dia aceitam aceitar vendem vender oferecem comprar possivel',
  nl:
    'de het een en of maar als dan dus dit dat deze die daar hier er ik mij me mijn wij we ons onze jij je jou jouw u uw jullie hij hem zijn zij ze haar hun ' +
    'is ben bent was waren wordt worden heb hebt heeft hebben had kan kunt kunnen kon zal zullen zou moet moeten mag wil willen doe doet doen ga gaat gaan ' +
    'wat welke wie wanneer waar waarom hoe hoeveel veel lang van in op aan te tot uit voor met zonder bij door over onder om naar ' +
    'niet geen nee ja alle alles elke ook nog al zeer heel meer minder wel andere iets iemand alleen ' +
    'hallo hoi bedankt dank alstublieft nemen neemt accepteren accepteert verkopen verkoopt kopen bieden mogelijk',
  sv:
    'en ett den det de och eller men om sa detta denna dessa jag mig min mitt mina vi oss var du dig din ditt dina ni er han hon dem ' +
    'ar var blir bli har hade kan kunde ska skulle maste far vill gor gora vad vilken vilka vem nar var varfor hur mycket manga lange i pa av till fran for med utan vid ' +
    'inte nej ja alla allt ocksa mycket mer redan annan nagot nagon hej tack',
  da: 'og eller men hvis den det de en et jeg mig min mit mine vi os vores du dig din han hun er var bliver har havde kan skal vil ma gor hvad hvilken hvem hvornar hvor hvorfor hvordan mange i pa af til fra for med uden ikke nej ja alle ogsa meget mere hej tak',
  pl:
    'i a o w z ze na do od po za u przez dla bez pod nad przed oraz lub ale jesli to ten ta te tego tej ja mnie moj moja moje my nas nasz ty ciebie twoj wy was wasz on ona oni sie ' +
    'jest sa jestem byl byc ma mam macie maja moge mozna moze mozecie chce czy co jaki jaka jakie kto kiedy gdzie jak ile dlaczego nie tak tez bardzo juz jeszcze inny cos prosze dzien dobry czesc dziekuje',
  tr:
    've veya ama eger bu su o bir ben benim bana biz bizim sen senin siz sizin size onlar mi mu midir var yok olan olarak olur icin ile gibi kadar ' +
    'ne nedir hangi kim zaman nerede nasil neden niye kac da de daha cok en ya ki degil evet hayir merhaba selam lutfen tesekkurler misiniz musunuz istiyorum satiyor satiyormusunuz aliyor mumkun',
  ru:
    'и или но если то а в во на с со к ко о об от до из у за по для без при над под через это этот эта эти тот та те я меня мне мои моя мое мы нас нам наш ты тебя тебе твои вы вас вам ваш ваша ваше он она они его ее их ' +
    'есть был была были быть будет могу может можно можете хочу хотел надо нужно что какои какая какое какие какого кто когда где куда как сколько почему зачем ли же бы не нет да все всех тоже также очень еще уже другои ' +
    'здравствуите привет спасибо пожалуиста добрыи день у какои продаете продаёте принимаете купить можно',
  uk: 'і й та або але якщо у в на з із до від за по для без про це цеи ця ці я мене мені ми нас нам ви вас вам він вона вони є був була були бути буде можу може можна можете хочу що якии яка яке які хто коли де як скільки чому чи не ні так усі теж дуже ще вже дякую вітаю привіт',
  ar: 'في من الى إلى على عن مع هذا هذه ذلك تلك هو هي هم انا أنا نحن انت أنت انتم ما ماذا متى اين أين كيف لماذا كم هل او أو و ثم ان أن إن لا نعم كل ايضا أيضا جدا لكن اذا إذا قد كان يكون لي لكم لديكم يمكن يمكنني اريد أريد مرحبا شكرا السلام عليكم',
  he: 'את של על עם אל מן זה זו זאת אני אנחנו אתה את אתם הוא היא הם מה מתי איפה איך למה כמה האם או אם כי לא כן כל גם יש אין אפשר רוצה שלום תודה בבקשה',
  hi: 'का के की को में से पर और या लेकिन अगर तो यह ये वह वे मैं मुझे मेरा मेरी हम हमें हमारा आप आपका आपके आपकी तुम है हैं था थे हो होता होती कर करना करते सकता सकते सकती क्या कब कहाँ कैसे क्यों कितना कितने कितनी कौन नहीं हाँ भी बहुत ही नमस्ते धन्यवाद कृपया',
  id: 'dan atau tetapi jika yang ini itu saya aku kami kita anda kamu mereka dia adalah ada bisa dapat harus mau ingin akan sudah apa apakah siapa kapan mana dimana bagaimana mengapa berapa di ke dari untuk dengan pada tidak ya semua juga sangat halo terima kasih tolong',
  vi: 'va hoac nhung neu thi la cua toi ban chung minh co khong duoc cho voi tu den o trong nay do gi nao ai khi dau sao the bao nhieu lau rat cung da se xin chao cam on',
  ja: 'です ます ませ せん した して する すか ます こと もの これ それ この その どの どう どこ いつ なに 何で 何か から まで ので でも ても たい いた いで ださ くだ さい いま でき きま きる すの のか のは のに には では とは がで をし はい あり りま ある いる',
  ko: '습니 니다 니까 입니 있나 있습 하나 나요 어요 아요 해요 하는 하고 에서 으로 는데 무엇 언제 어디 어떻 떻게 얼마 인가 가요 세요 주세 까요',
  zh: '什么 怎么 么样 多少 多久 哪里 哪儿 可以 我们 你们 他们 是否 请问 的吗 了吗 有没 没有 这个 那个 想要 我想 能否 如何 吗',
  th: 'ครับ ไหม',
};

export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  Object.values(BY_LANGUAGE).flatMap((words) => words.split(' ')),
);
