/**
 * Names by which people mention a festival, beside its own: other spellings that do not sound alike, then Indian
 * scripts. Spellings that sound alike (diwali, deewali, dipawali) are found without being listed.
 */
const NAMES: Readonly<Record<string, string>> = {
  "makar-sankranti": "sankranti, sankranthi, uttarayan, मकर संक्रांति, संक्रांति, उत्तरायण, ઉત્તરાયણ, సంక్రాంతి",
  pongal: "thai pongal, पोंगल, பொங்கல், పొంగల్",
  "vasant-panchami":
    "basant panchami, saraswati puja, saraswati pooja, वसंत पंचमी, बसंत पंचमी, सरस्वती पूजा, সরস্বতী পূজা",
  "republic-day": "गणतंत्र दिवस, प्रजासत्ताक दिन, குடியரசு தின, గణతంత్ర దినోత్సవ",
  "maha-shivaratri": `
    mahashivratri, maha shivratri, shivratri, shivaratri, महाशिवरात्रि, शिवरात्रि, महाशिवरात्री,
    மகா சிவராத்திரி, మహా శివరాత్రి`,
  holi: "dhulandi, rang panchami, dol jatra, होली, होळी, रंगपंचमी, দোল, হোলি, ஹோலி, హోలీ, હોળી, ಹೋಳಿ, ਹੋਲੀ",
  ugadi: "yugadi, उगादी, युगादि, ఉగాది, ಯುಗಾದಿ",
  "gudi-padwa": "gudhi padwa, गुड़ी पड़वा, गुढी पाडवा, गुढीपाडवा",
  "eid-ul-fitr": `
    eid, id ul fitr, id-ul-fitr, eid al fitr, ramzan eid, ramadan eid, meethi eid, ईद, ईद उल फितर,
    ईद-उल-फ़ित्र, ঈদ, ঈদুল ফিতর, ஈத், రంజాన్, عید`,
  "ram-navami": "rama navami, sri rama navami, राम नवमी, रामनवमी, శ్రీరామనవమి, శ్రీ రామ నవమి, ராம நவமி",
  "financial-year-end": `
    end of financial year, financial year end, financial year-end, fiscal year end, end of fiscal year,
    end of the financial year, fy end, eofy, march closing, march-end closing, वित्तीय वर्ष के अंत,
    वित्त वर्ष के अंत, वित्तीय वर्ष का अंत, वित्त वर्ष का अंत`,
  "good-friday": "गुड फ्राइडे, புனித வெள்ளி",
  "mahavir-jayanti": "mahaveer jayanti, mahavir janma kalyanak, महावीर जयंती",
  "ambedkar-jayanti": "bhim jayanti, आंबेडकर जयंती, अंबेडकर जयंती, भीम जयंती",
  vaisakhi: "baisakhi, बैसाखी, वैसाखी, ਵਿਸਾਖੀ, ਵੈਸਾਖੀ",
  "tamil-new-year": "puthandu, tamil puthandu, தமிழ்ப் புத்தாண்டு, தமிழ் புத்தாண்டு, புத்தாண்டு",
  "akshaya-tritiya": `
    akha teej, akshay tritiya, akshaya trithiya, अक्षय तृतीया, आखा तीज, અક્ષય તૃતીયા, அட்சய திருதியை,
    అక్షయ తృతీయ`,
  "buddha-purnima": "buddha jayanti, vesak, बुद्ध पूर्णिमा, बुद्ध जयंती, বুদ্ধ পূর্ণিমা",
  bakrid: `
    bakr id, bakra eid, bakri eid, eid al adha, eid ul adha, eid ul zuha, id ul zuha, बकरीद, बकरा ईद,
    ईद उल अजहा, ঈদুল আজহা, பக்ரீத், బక్రీద్`,
  muharram: "moharram, ashura, मुहर्रम, मोहर्रम, মহরম, ముహర్రం",
  "independence-day": "azadi ka din, स्वतंत्रता दिवस, स्वातंत्र्य दिन, சுதந்திர தின, స్వాతంత్ర్య దినోత్సవ, স্বাধীনতা দিবস",
  onam: "thiruvonam, thiru onam, ओणम, ഓണം, തിരുവോണം, ஓணம்",
  milad: `
    milad un nabi, eid e milad, id e milad, eid milad un nabi, mawlid, barawafat, ईद ए मिलाद, ईद-ए-मिलाद,
    मिलाद उन नबी, मिलाद`,
  "raksha-bandhan": "rakshabandhan, rakhi, रक्षाबंधन, रक्षा बंधन, राखी, রাখি, રક્ષાબંધન, ರಕ್ಷಾಬಂಧನ",
  janmashtami: `
    krishna janmashtami, janmashtmi, janamashtami, gokulashtami, krishna jayanthi, dahi handi,
    जन्माष्टमी, कृष्ण जन्माष्टमी, गोकुळाष्टमी, दही हंडी, જન્માષ્ટમી, கிருஷ்ண ஜெயந்தி, జన్మాష్టమి`,
  "ganesh-chaturthi": `
    ganesha chaturthi, ganesh utsav, ganeshotsav, ganpati, ganapati, vinayaka chavithi,
    vinayaka chaturthi, vinayagar chaturthi, गणेश चतुर्थी, गणेशोत्सव, गणपति, गणपती, விநாயகர் சதுர்த்தி,
    వినాయక చవితి, ગણેશ ચતુર્થી, ಗಣೇಶ ಚತುರ್ಥಿ`,
  navratri: `
    navaratri, navarathri, sharad navratri, garba, dandiya, golu, bathukamma, नवरात्रि, नवरात्र,
    नवरात्री, गरबा, நவராத்திரி, నవరాత్రి, నవరాత్రులు, નવરાત્રી, ગરબા, ನವರಾತ್ರಿ, ਨਵਰਾਤਰੀ`,
  "durga-puja": "durga pooja, durgotsav, pujo, durga pujo, दुर्गा पूजा, দুর্গা পূজা, দুর্গাপূজা, দুর্গাপুজো, পুজো",
  dussehra: `
    dasara, dasera, dasehra, dusshera, vijayadashami, vijaya dashami, vijayadasami, दशहरा, दसरा,
    विजयादशमी, विजय दशमी, தசரா, விஜயதசமி, దసరా, విజయదశమి, দশেরা, বিজয়া দশমী, દશેરા, ದಸರಾ, ਦੁਸਹਿਰਾ`,
  "karva-chauth": "karwa chauth, karwachauth, karvachauth, करवा चौथ, करवाचौथ",
  dhanteras: "dhantrayodashi, dhanatrayodashi, धनतेरस, धनत्रयोदशी, ધનતેરસ",
  diwali: `
    deepavali, dipavali, deepawali, divali, festival of lights, दिवाली, दीवाली, दीपावली, दिपावली, दिवाळी,
    दीपावलि, தீபாவளி, దీపావళి, দীপাবলি, দীপাবলী, দিওয়ালি, દિવાળી, દીપાવલી, ದೀಪಾವಳಿ, ദീപാവലി, ਦੀਵਾਲੀ,
    ਦਿਵਾਲੀ, دیوالی`,
  govardhan: "govardhan puja, govardhan pooja, annakut, annakoot, गोवर्धन पूजा, गोवर्धन, अन्नकूट",
  "gujarati-new-year": "bestu varas, nutan varsh, गुजराती नववर्ष, नूतन वर्ष, બેસતું વરસ, નૂતન વર્ષ, ગુજરાતી નવું વર્ષ",
  "bhai-dooj": `
    bhai duj, bhaiya dooj, bhaiduj, bhaidooj, bhau beej, bhaubeej, bhai phonta, bhai tika, भाई दूज,
    भैया दूज, भाऊबीज, ভাইফোঁটা, ભાઈ બીજ`,
  chhath: "chhath puja, chhath pooja, chhat puja, chath puja, छठ, छठ पूजा",
  "guru-nanak-jayanti": `
    gurpurab, gurupurab, guru nanak gurpurab, guru nanak birthday, गुरु नानक जयंती, गुरुनानक जयंती,
    गुरुपर्व, गुरपुरब, ਗੁਰਪੁਰਬ, ਗੁਰੂ ਨਾਨਕ ਜਯੰਤੀ`,
  "black-friday": "bfcm, blackfriday, ब्लैक फ्राइडे",
  "cyber-monday": "cybermonday, bfcm, साइबर मंडे",
  christmas: "xmas, x mas, क्रिसमस, नाताळ, கிறிஸ்துமஸ், క్రిస్మస్, বড়দিন, ક્રિસમસ, ക്രിസ്മസ്, ക്രിസ്തുമസ്",
  ipl: "indian premier league, आईपीएल, आयपीएल, ஐபிஎல், ఐపీఎల్",
};

export const FESTIVAL_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(NAMES).map(([id, names]) => [id, names.split(",").map((name) => name.trim())]),
);
