"""Whose names the grammars use: given and family names of many cultures, in Latin letters.

Belongs here: the cultures, how often a language meets them, and the spelling of Greek and Cyrillic names. Not here: the forms
a name takes in a sentence (`grammars/common.txt`). All names come from Faker's lists, read once; none belongs to a subject.
"""

from functools import cache
from importlib import import_module

LOCALES = {
    "en": ("en_GB", "en_US"), "fr": ("fr_FR", "fr_CH", "fr_BE"), "it": ("it_IT",), "es": ("es_ES", "es_MX", "es_CO", "es_AR"),
    "de": ("de_DE", "de_AT", "de_CH"), "pt": ("pt_PT", "pt_BR"), "nl": ("nl_NL", "nl_BE"), "tr": ("tr_TR", "az_AZ"), "pl": ("pl_PL",),
    "north": ("sv_SE", "no_NO", "da_DK", "fi_FI"), "ru": ("ru_RU", "uk_UA", "bg_BG"), "el": ("el_GR",), "balkan": ("hr_HR", "sl_SI", "ro_RO"),
    "centre": ("cs_CZ", "sk_SK", "hu_HU"), "baltic": ("lt_LT", "lv_LV", "et_EE"), "in": ("en_IN",), "africa": ("yo_NG", "tw_GH", "sw", "zu_ZA"),
    "id": ("id_ID",), "ga": ("ga_IE",),
}
HOME = 11       # a text's own culture is drawn this often for every ABROAD draws of the others
ABROAD = 9
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split()))
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
                     "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch * y * e yu ya i yi ye g".replace("*", "'").split()))
_LATIN = _GREEK | {letter: plain.strip("'") for letter, plain in _CYRILLIC.items()} | {"ё": "e"}
_ACCENTS = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
ARABIC = (tuple("""Mohamed Ahmed Ali Hassan Hussein Youssef Omar Khaled Karim Rachid Mustapha Abdelkader Abderrahmane Bilal Hicham Samir Tarek Walid
    Ziad Faisal Sultan Saeed Nabil Mehdi Anwar Jamal Ibrahim Ismail Mahmoud Salah Farid Hamza Idriss Nasser Yassine Marwan Rami Sami Amine""".split()),
          tuple("""Fatima Aïcha Khadija Leïla Nadia Samira Zineb Amina Salma Yasmine Hanane Noor Mariam Layla Rania Dina Huda Reem Maha Lina
    Soraya Malika Farah Sana Hind Latifa Naïma Nour Amal Ghada""".split()),
          tuple("""Benali Haddad Mansour Khoury Al-Sayed El-Amrani Bouazza Ben-Youssef Al-Rashid Hamdan Saleh Aziz Belkacem Cherif Darwish El-Masri
    Fakhoury Ghanem Al-Harbi Jaber Kassem Lahlou Mansouri Nasri Al-Otaibi Qasim Rahmani Sabbagh Tazi Zidane Bensalem Chaoui El-Idrissi Al-Thani
    Boukhari Hamidi Moussaoui Slimani Toumi Yacoubi Zerouali Al-Maktoum Najjar Barakat Shaheen Othman""".split()))
CHINESE = (tuple("Wei Jun Ming Hao Jian Lei Feng Tao Bo Chao Yong Peng Xin Zhiqiang Guoqiang Jianhua Haoran Yifan Zihao Kai".split()),
           tuple("Xiaoli Mei Ling Yan Fang Jing Xue Li-Hua Na Yue Ying Xiaomei Jiayi Yuxuan Ziyi Lan Hui Qian Min Shu".split()),
           tuple("Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Zheng Xie Tang Deng Feng Cheng Cao".split()))
KOREAN = (tuple("Min-jun Seo-jun Ji-ho Hyun-woo Jae-won Dong-hyun Sung-min Tae-yang Joon Kyung-soo".split()),
          tuple("Seo-yeon Ji-woo Ha-eun Soo-jin Min-ji Eun-ji Hye-jin Yuna Ji-hye Na-ri".split()),
          tuple("Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon Hwang Ahn Song Yoo Hong".split()))
VIETNAMESE = (tuple("Anh Binh Cuong Dung Hai Hung Khanh Long Minh Nam Phuc Quang Son Thanh Tuan".split()),
              tuple("Chi Hanh Hoa Huong Lan Linh Mai Nga Nhung Phuong Thao Thu Trang Tuyet Yen".split()),
              tuple("Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do Ho Ngo Duong Ly".split()))


def latin(name: str) -> str:
    """A Greek or Cyrillic name as a passport spells it; any other name as it is."""
    lower = name.lower().translate(_ACCENTS)
    if lower[:1] not in _LATIN:
        return name
    return " ".join(part[:1].upper() + part[1:] for part in "".join(_LATIN.get(letter, letter) for letter in lower).replace("oy", "ou").split(" "))


def _listed(locale: str, *attributes: str) -> list[str]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    return [latin(name.strip()) for attribute in attributes for name in getattr(provider, attribute, None) or () if len(name) > 1]


def _culture(locales: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(male given, female given, family), sorted, so that a draw does not hang on how Faker stores them."""
    male, female, family = set(), set(), set()
    for locale in locales:
        male.update(_listed(locale, "first_names_male") or _listed(locale, "first_names"))
        female.update(_listed(locale, "first_names_female") or _listed(locale, "first_names"))
        family.update(_listed(locale, "unisex_last_names", "male_last_names") or _listed(locale, "last_names"))
    return tuple(sorted(male)), tuple(sorted(female)), tuple(sorted(family))


@cache
def cultures() -> dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    japanese = import_module("faker.providers.person.ja_JP").Provider
    named = {name: _culture(locales) for name, locales in LOCALES.items()}
    named["ja"] = tuple(tuple(sorted(set(getattr(japanese, which)))) for which in
                        ("first_romanized_names_male", "first_romanized_names_female", "last_romanized_names"))
    return named | {"ar": ARABIC, "zh": CHINESE, "ko": KOREAN, "vi": VIETNAMESE}


@cache
def mixture(language: str) -> tuple[str, ...]:
    """Cultures to draw from, the language's own about half the time."""
    others = [name for name in cultures() if name != language]
    return (language,) * (len(others) * HOME // ABROAD) + tuple(others)
