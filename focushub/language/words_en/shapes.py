"""How the tables of English are written down: words in a row, apart by spaces."""


def spread(rows: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in rows.items() for word in words.split()}


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def numbered(*rows: str) -> dict[str, int]:
    return {word: number for number, words in enumerate(rows) for word in words.split()}


def phrases(rows: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(phrase.split()): level
        for level, phrases in rows.items()
        for phrase in phrases.split("; ")
    }
