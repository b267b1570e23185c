"""Two decks that were reviewed on most evenings of six weeks."""

from datetime import timedelta
from typing import Final

from focushub.common.demo import Story, tells
from learning.models import Card, Deck
from learning.services.reviews import review_card

_DECKS: Final = {
    "Biology::Cells": (
        ("What splits glucose?", "glycolysis"),
        ("Where does glycolysis take place?", "in the cytosol"),
        ("What is the power plant of the cell?", "the mitochondrion"),
        ("What carries energy in the cell?", "ATP"),
        ("What does the citric acid cycle release?", "carbon dioxide"),
        ("What makes proteins?", "the ribosome"),
        ("What holds the genes?", "the nucleus"),
        ("What surrounds the cell?", "the plasma membrane"),
        ("What breaks down waste?", "the lysosome"),
        ("What makes plants green?", "chlorophyll"),
    ),
    "Spanish": (
        ("the step", "el paso"),
        ("the day", "el día"),
        ("the task", "la tarea"),
        ("tomorrow", "mañana"),
        ("slowly", "despacio"),
        ("to begin", "empezar"),
        ("to forget", "olvidar"),
        ("to remember", "recordar"),
        ("the desk", "el escritorio"),
        ("the break", "la pausa"),
    ),
}


@tells("reviews")
def reviews(story: Story) -> int:
    chance = story.chance("reviews")
    cards = []
    for name, pairs in _DECKS.items():
        exam_on = story.today + timedelta(days=20) if name.startswith("Biology") else None
        deck = Deck.objects.create(owner=story.person, name=name, exam_on=exam_on)
        cards += [
            Card.objects.create(owner=story.person, deck=deck, front=front, back=back)
            for front, back in pairs
        ]
    first = story.at(story.days[0], 8)
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(created_at=first, due_at=first)
    made = 0
    for day in story.days:
        if chance.random() < 0.2:
            continue  # A day off.
        evening = story.at(day, 19, chance.randrange(0, 50))
        due = (
            Card.objects.owned_by(story.person).filter(due_at__lte=evening).order_by("due_at", "pk")
        )
        for number, card in enumerate(due.select_related("deck")[:5]):
            rating = chance.choices((1, 2, 3, 4), weights=(10, 15, 60, 15))[0]
            at = evening + timedelta(seconds=12 * number)
            review_card(card=card, rating=rating, seconds=chance.randrange(4, 20), reviewed_at=at)
            made += 1
    return made
