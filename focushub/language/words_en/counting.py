"""English for numbers: cardinals, ordinals, loose amounts."""

from focushub.language.words_en.shapes import numbered

NUMBERS = {
    **numbered(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ),
    **{
        word: 10 * (number + 2)
        for word, number in numbered(
            "twenty", "thirty", "forty fourty", "fifty", "sixty", "seventy", "eighty", "ninety"
        ).items()
    },
}

SCALES = {"hundred": 100, "thousand": 1000}

ORDINALS = {
    **numbered(
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ),
    "twentieth": 20,
    "thirtieth": 30,
}

AMOUNTS = {"couple": 2, "few": 3, "some": 3, "several": 3, "dozen": 12}
