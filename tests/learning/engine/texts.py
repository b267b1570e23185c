"""Chapters of our own that the tests of the engine read: a short one, and three pages."""

from pathlib import Path

CELL_RESPIRATION = """# Cell respiration

Every living cell needs energy. Cell respiration is the set of reactions that turns the chemical \
energy of glucose into adenosine triphosphate (ATP). ATP is the molecule that carries energy \
inside the cell. A cell at rest uses about 10 million ATP molecules each second. Without oxygen, \
a cell can still make ATP, but it makes far less of it.

The mitochondrion, also known as the powerhouse of the cell, is the organelle in which most of \
the ATP is made. It has two membranes. The inner membrane is folded into cristae. The space that \
the inner membrane encloses is called the matrix.

## Glycolysis

Glycolysis is the splitting of one glucose molecule into two molecules of pyruvate. It takes \
place in the cytoplasm and needs no oxygen. Glycolysis uses 2 ATP and yields 4 ATP, so the net \
gain is 2 ATP. It also reduces two molecules of NAD+ to NADH. NADH is a carrier that brings \
electrons to the inner membrane.

The ten steps of glycolysis fall into three phases:

1. The investment phase spends two ATP.
2. The cleavage phase splits the sugar into two halves.
3. The payoff phase makes four ATP and two NADH.

## The Krebs cycle

The Krebs cycle, also called the citric acid cycle, runs in the matrix of the mitochondrion. \
Pyruvate first loses one carbon atom and becomes acetyl-CoA. Each turn of the Krebs cycle \
releases 2 molecules of carbon dioxide. Hans Krebs described the cycle in 1937. The cycle does \
not use oxygen directly, but it stops when no oxygen is there.

- **Acetyl-CoA**: the molecule that carries two carbon atoms into the Krebs cycle.
- **FADH2**: a second carrier of electrons, made only in the Krebs cycle.
- **Oxaloacetate**: the molecule with four carbon atoms that takes up acetyl-CoA.

## The electron transport chain

The electron transport chain is a row of protein complexes in the inner membrane. Electrons from \
NADH pass along the electron transport chain to oxygen. Oxygen is the final acceptor of the \
electrons, and water is formed. The energy of the electrons pumps protons across the inner \
membrane. The flow of protons back through the enzyme ATP synthase is known as chemiosmosis. \
Chemiosmosis drives the making of about 28 ATP for each glucose molecule.

## Fermentation

Fermentation refers to the making of ATP by glycolysis alone, when oxygen is missing. In muscle \
cells, pyruvate becomes lactate. In yeast, pyruvate becomes ethanol and carbon dioxide. \
Fermentation yields only 2 ATP for each glucose molecule, while respiration with oxygen yields \
about 32 ATP. An enzyme is a protein that speeds up a reaction without being used up.
"""


def model_cards() -> list[dict[str, str]]:
    """Twelve cards as a model would send them: eight quote `CELL_RESPIRATION`, four invent."""
    said = [
        "ATP is the molecule that carries energy inside the cell.",
        "It has two membranes.",
        "The inner membrane is folded into cristae.",
        "The space that the inner membrane encloses is called the matrix.",
        "Hans Krebs described the cycle in 1937.",
        "In muscle cells, pyruvate becomes lactate.",
        "The investment phase spends two ATP.",
        "In yeast, pyruvate becomes ethanol and carbon dioxide.",
    ]
    invented = [f"The cell has {number} thousand nuclei." for number in range(4)]
    return [
        {"front": f"Question {quote}", "back": quote, "source_quote": quote}
        for quote in [*said, *invented]
    ]


THREE_PAGES = (Path(__file__).parent / "three_pages.md").read_text(encoding="utf-8")
