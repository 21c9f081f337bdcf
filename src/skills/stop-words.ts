/** Words that say nothing about what is wanted, in English, Hindi and Hindi in Latin letters. */
const ENGLISH = `a about above after again against all also am an and any are as at be because been before being below
between both but by can could did do does doing don down during each few for from further get give had has have having
he her here hers him his how i if in into is it its itself just kindly let like ll m make may me might
more most must my need no nor not now of off on once one only or other our ours out over own please re s same shall she
should so some such t tell than thank thanks that the their theirs them then there these they this those through to too
two under until up us ve very want was we were what when where which while who whom why will with without work working works would you your yours`;

const HINDI = `अपना अपनी अपने अब आप इन इस उन उस एक और कर करना करने करें करो का कि किया किस की कुछ के को कोई कौन क्या
क्यों गया चाहिए जब जो तक तथा तो था थी थे दे दो द्वारा न नहीं ने पर फिर बताओ बताइए भी मुझे में मेरा मेरी मेरे यदि यह
यहां या ये लिए वह वे सब सभी साथ से हम हमारा हमारी हमारे ही हुआ हूं है हैं हो होगा होता`;

const HINGLISH = `aap aapke aur bana banao bata batao bhi chahiye de do ek hai hain hamara hamare hamari hota hum humara
humare humari ka kaise kar karna karne karo kaun ke ki kiya ko koi kuch kya kyu kyun liye main me mein mera mere meri
mujhe nahi ne pe par raha sab se tha toh wala wale ye yeh`;

export const STOP_WORDS: ReadonlySet<string> = new Set(
  `${ENGLISH} ${HINDI} ${HINGLISH}`.normalize("NFC").split(/\s+/),
);
