/** States and territories of India, with the spellings people use. */
export const STATES = toNames(`
Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|
Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Orissa|Punjab|Rajasthan|Sikkim|Tamil Nadu|
Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal|Jammu and Kashmir|Kashmir|Ladakh|Puducherry|Pondicherry|
Lakshadweep|Andaman and Nicobar|महाराष्ट्र|गुजरात|राजस्थान|उत्तर प्रदेश|मध्य प्रदेश|बिहार|केरल|तमिलनाडु|कर्नाटक|
पंजाब|हरियाणा|गोवा|तेलंगाना|असम|ओडिशा|पश्चिम बंगाल`);

/** Big cities and towns of trade, older and newer spellings, and those in Indian scripts that requests name most. */
export const CITIES = toNames(`
Mumbai|Navi Mumbai|Bombay|Delhi|New Delhi|Bengaluru|Bangalore|Hyderabad|Secunderabad|Ahmedabad|Chennai|Madras|Kolkata|
Calcutta|Surat|Pune|Pimpri-Chinchwad|Jaipur|Lucknow|Kanpur|Nagpur|Indore|Thane|Bhopal|Visakhapatnam|Vizag|Patna|
Vadodara|Baroda|Ghaziabad|Ludhiana|Agra|Nashik|Nasik|Faridabad|Meerut|Rajkot|Kalyan|Vasai|Varanasi|Banaras|Srinagar|
Aurangabad|Dhanbad|Amritsar|Allahabad|Prayagraj|Ranchi|Howrah|Coimbatore|Jabalpur|Gwalior|Vijayawada|Jodhpur|Madurai|
Raipur|Kochi|Cochin|Chandigarh|Mohali|Panchkula|Guwahati|Solapur|Hubballi|Hubli|Dharwad|Mysuru|Mysore|Tiruchirappalli|
Trichy|Bareilly|Aligarh|Tiruppur|Gurugram|Gurgaon|Noida|Greater Noida|Moradabad|Jalandhar|Bhubaneswar|Warangal|
Guntur|Thiruvananthapuram|Trivandrum|Kozhikode|Calicut|Thrissur|Kollam|Kannur|Bhiwandi|Saharanpur|Gorakhpur|Bikaner|
Amravati|Jamshedpur|Bhilai|Cuttack|Firozabad|Nellore|Bhavnagar|Dehradun|Durgapur|Asansol|Nanded|Kolhapur|Ajmer|
Jamnagar|Ujjain|Siliguri|Jhansi|Jammu|Mangaluru|Mangalore|Erode|Belagavi|Belgaum|Tirunelveli|Udaipur|Kurnool|Gaya|
Bokaro|Rourkela|Shimla|Panaji|Margao|Haridwar|Rishikesh|Mathura|Ratnagiri|Satara|Sangli|Jalgaon|Ahmednagar|Akola|
Latur|Vapi|Gandhinagar|Bhuj|Gandhidham|Imphal|Shillong|Aizawl|Agartala|Kohima|Itanagar|Gangtok|Port Blair|Leh|
Rajahmundry|Tirupati|Kakinada|Nizamabad|Vellore|Thoothukudi|Ooty|Manali|Mussoorie|Moradabad|Muzaffarpur|
मुंबई|पुणे|दिल्ली|नई दिल्ली|जयपुर|लखनऊ|कानपुर|नागपुर|इंदौर|भोपाल|पटना|सूरत|अहमदाबाद|वडोदरा|राजकोट|नाशिक|नासिक|
वाराणसी|आगरा|चेन्नई|कोलकाता|बेंगलुरु|बैंगलोर|हैदराबाद|गुरुग्राम|नोएडा|चंडीगढ़|रायपुर|रांची|कोल्हापुर|औरंगाबाद|ठाणे|
சென்னை|கோயம்புத்தூர்|மதுரை|హైదరాబాద్|విజయవాడ|విశాఖపట్నం|ಬೆಂಗಳೂರು|ಮೈಸೂರು|কলকাতা|અમદાવાદ|સુરત|കൊച്ചി`);

/** Names that are English words or names of people as well: only a preposition before them makes them a place. */
export const AMBIGUOUS = toNames(
  "Salem|Puri|Anand|Kota|Sagar|Una|Mandi|Karur|Hassan|Pali|Alwar|Sikar|Bandra|Andheri",
);

export const COUNTRIES = toNames(
  "India|Bharat|भारत|Dubai|UAE|Singapore|Nepal|Bangladesh|Sri Lanka|United States|USA|United Kingdom|UK|Canada|Australia",
);

function toNames(names: string): string[] {
  return [
    ...new Set(
      names
        .normalize("NFC")
        .split("|")
        .map((name) => name.trim()),
    ),
  ];
}
