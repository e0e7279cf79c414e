"""Sentences on which a prepared encoder must agree with the one that it was made from."""

TRIAL = (
    "Antes no votábamos; ahora las mujeres ya votan en la asamblea y hasta proponen.",
    "Sí.",
    "¿Y quién lleva las cuentas desde que se fue el tesorero?",
    "Pues mire, lo que más cambió fue el agua: antes caminábamos dos horas y hoy llega a la casa, aunque sea un rato en la mañana.",
    "No sé, la verdad, de eso no me enteré.",
    "El inspector vino tres veces, revisó los contratos y, por primera vez, le pagaron las horas extra a mi hermano.",
    "A mí me dijeron en la clínica que la consulta ya no se cobra, pero la medicina sí, y sale cara.",
    (
        "Los maestros hicieron un curso y ahora dejan que los niños hablen su lengua en el recreo, cosa que antes castigaban; "
        "mi nieta, que casi no hablaba, hoy canta, cuenta y hasta nos corrige a los viejos cuando decimos mal una palabra."
    ),
    "Se formó un comité de nueve personas, seis de ellas mujeres, y eso que al principio nadie quería apuntarse.",
    "Todo sigue igual: promesas y más promesas.",
    "El precio del café lo fija la cooperativa en marzo.",
    "Me da gusto 😊, aunque falta mucho por hacer…",
    "We used to sell to whoever came with a lorry; now the cooperative weighs the coffee and pays within a week.",
    "No.",
    "Could you tell me what happened after the training?",
    "The nurse listened, explained the results twice and rang my daughter, which nobody had ever done before.",
    "I did not see any difference, to be honest with you.",
    (
        "Because the council published the budget on the wall, people began to ask where the money for the road had gone, and in the end "
        "the mayor had to come to the meeting, read the figures aloud and answer questions for three hours."
    ),
    "Waiting times are shorter, the food is still cold.",
    "My supervisor signs the sheet without reading it.",
    "The app crashes whenever I try to save a form, so I write everything on paper first and copy it in the evening.",
    "They hired two women as guards last year - the first ever.",
    "Inspectors came in May, again in June, and then never again.",
    "Good staff, bad parking!",
)
