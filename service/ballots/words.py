"""What the form on the web says beside the questions themselves, which are ``annotations.validation.form_words``."""

from annotations.studies import Words

WORDS: dict[str, Words] = {
    "skip": {"es": "Saltar al contenido", "en": "Skip to the content"},
    "begin": {"es": "Empezar", "en": "Begin"},
    "how_long": {
        "es": "Son {n} cambios, y unos {minutes} minutos. Lo que escribe se va guardando: puede cerrar y volver con este mismo enlace, hasta el "
        "{until}.",
        "en": "There are {n} changes, about {minutes} minutes. What you write is saved as you go: you can close this and come back by the same "
        "link, until {until}.",
    },
    "voluntary": {
        "es": "Contestar es voluntario. Sus respuestas se leen sin su nombre; el enlace es solo para usted: no lo comparta.",
        "en": "To answer is voluntary. Your answers are read without your name; the link is for you alone: please do not pass it on.",
    },
    "step": {"es": "Paso {n} de 3", "en": "Step {n} of 3"},
    "read_in": {"es": "Leer en {name}", "en": "Read in {name}"},
    "read_in_label": {"es": "Idioma", "en": "Language"},
    "read_summary": {"es": "Leer el resumen", "en": "Read the summary"},
    "your_answer": {"es": "Su respuesta", "en": "Your answer"},
    "continue": {"es": "Guardar y seguir", "en": "Save and go on"},
    "back": {"es": "Guardar y volver", "en": "Save and go back"},
    "save": {"es": "Guardar y terminar después", "en": "Save and finish later"},
    "saved": {"es": "Guardado. Puede seguir después con este mismo enlace.", "en": "Saved. You can go on later by this same link."},
    "saved_quietly": {"es": "Guardado", "en": "Saved"},
    "not_saved": {
        "es": "Todavía no se guarda: revise su conexión. Lo que escribió sigue aquí.",
        "en": "Not saved yet: look at your connection. What you wrote is still here.",
    },
    "elsewhere_quietly": {
        "es": "Esto mismo se contestó también en otra página. Oprima Guardar y seguir para ver las dos respuestas.",
        "en": "The same was answered on another page too. Press Save and go on to see both answers.",
    },
    "elsewhere": {
        "es": "Esto se contestó también en otra página con este enlace (otra pestaña u otro teléfono), de otra manera. Lo que puso aquí sigue "
        "aquí, y todavía no se guarda:",
        "en": "This was also answered on another page with this link (another tab or telephone), in another way. What you put here is still "
        "here, and is not saved yet:",
    },
    "elsewhere_there": {"es": "En la otra página, y guardado:", "en": "On the other page, and saved:"},
    "elsewhere_here": {"es": "En esta página:", "en": "On this page:"},
    "elsewhere_nothing": {"es": "(nada)", "en": "(nothing)"},
    "elsewhere_c": {
        "es": "En la otra página le puso C, y lo que tiene C no se ordena.",
        "en": "On the other page you gave it C, and what has C is not ranked.",
    },
    "elsewhere_how": {
        "es": "Si guarda ahora, queda lo de esta página. Si prefiere lo de la otra, cámbielo aquí antes de guardar.",
        "en": "If you save now, what is on this page is kept. If you prefer the other, change it here before you save.",
    },
    "changed_meanwhile": {
        "es": "Todavía no se envió: sus respuestas cambiaron en otra página después de que abrió esta. Así están ahora.",
        "en": "Not sent yet: your answers were changed on another page after you opened this one. This is how they are now.",
    },
    "missing_votes": {"es": "Falta elegir A, B o C en:", "en": "A, B or C is still to be chosen for:"},
    "missing_comments": {
        "es": "Eligió C y no dijo qué está mal. Si puede, dígalo en:",
        "en": "You chose C and did not say what is wrong. If you can, say it for:",
    },
    "missing_reasons": {
        "es": "Díganos por qué, si puede, en los que puso más arriba:",
        "en": "If you can, tell us why for those that you put highest:",
    },
    "not_ranked": {"es": "Sin lugar", "en": "Not ranked"},
    "most": {"es": "1, el más importante", "en": "1, the most significant"},
    "review": {"es": "Revise y envíe", "en": "Look again and send"},
    "review_how": {
        "es": "Esto es lo que contestó. Una vez enviado ya no se puede cambiar.",
        "en": "This is what you answered. Once sent it cannot be changed.",
    },
    "review_agree": {"es": "Cambiar A, B o C", "en": "Change A, B or C"},
    "review_rank": {"es": "Cambiar los lugares", "en": "Change the ranks"},
    "no_ranks": {
        "es": "No puso ningún lugar. Puede enviarlo así, o volver a ordenarlos.",
        "en": "You ranked nothing. You may send it like this, or go back and rank.",
    },
    "nothing_to_rank": {
        "es": "Puso C a todos: no hay nada que ordenar.",
        "en": "You gave C to all of them: there is nothing to rank.",
    },
    "no_comment": {"es": "sin comentario", "en": "no comment"},
    "send": {"es": "Enviar mis respuestas", "en": "Send my answers"},
    "thanks": {"es": "Gracias", "en": "Thank you"},
    "thanks_long": {
        "es": "Sus respuestas llegaron. Ya puede cerrar esta página; el enlace no se puede volver a usar.",
        "en": "Your answers have arrived. You can close this page; the link cannot be used again.",
    },
    "used": {"es": "Este enlace ya se usó", "en": "This link has been used"},
    "used_long": {
        "es": "Con él ya se enviaron respuestas. Si quiere corregir algo, hable con la persona que le dio el enlace.",
        "en": "Answers were sent with it. If you want to put something right, speak to the person who gave you the link.",
    },
    "expired": {"es": "Este enlace venció", "en": "This link has run out"},
    "expired_long": {
        "es": "Pida uno nuevo a la persona que se lo dio: lo que ya había escrito no se ha perdido.",
        "en": "Ask the person who gave it to you for a new one: what you had written is not lost.",
    },
    "revoked": {"es": "Este enlace ya no vale", "en": "This link is no longer valid"},
    "revoked_long": {
        "es": "Si cree que es un error, hable con la persona que se lo dio.",
        "en": "If you think that this is a mistake, speak to the person who gave it to you.",
    },
    "unknown": {"es": "Este enlace no existe", "en": "There is no such link"},
    "unknown_long": {
        "es": "Revise que lo copió completo, o pida otro a la persona que se lo dio.",
        "en": "Check that you copied all of it, or ask the person who gave it to you for another.",
    },
    "unready": {"es": "El formulario todavía no está listo", "en": "The form is not ready yet"},
    "unready_long": {
        "es": "Avise a la persona que le dio el enlace: falta traducir algo.",
        "en": "Please tell the person who gave you the link: something is still to be translated.",
    },
    "wrong": {"es": "No se entendió lo que se envió", "en": "What was sent was not understood"},
    "wrong_long": {
        "es": "Vuelva a la página anterior e inténtelo otra vez. Lo que ya estaba guardado sigue guardado.",
        "en": "Go back to the page before and try again. What had been saved is still saved.",
    },
    "broken": {"es": "Algo falló de nuestro lado", "en": "Something went wrong on our side"},
    "broken_long": {
        "es": "Inténtelo otra vez en unos minutos. Lo que ya estaba guardado sigue guardado.",
        "en": "Try again in a few minutes. What had been saved is still saved.",
    },
}  # fmt: skip
