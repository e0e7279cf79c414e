"""What the report says, in Spanish and English."""

from collections.abc import Mapping

from annotations.studies import Words

# kind of finding: what it is, and what to do about it
FINDINGS: Mapping[str, tuple[Words, Words]] = {
    "name": (
        {"es": "Aparece un nombre enmascarado", "en": "A masked name is printed"},
        {
            "es": "Ponga la máscara en su lugar; en un documento con historial, acepte los cambios y borre sus propiedades.",
            "en": "Put its mask there; where the file keeps changes, comments or an author, accept the changes and clear the properties.",
        },
    ),
    "name_part": (
        {"es": "Aparece una parte de un nombre enmascarado", "en": "Part of a masked name is printed"},
        {
            "es": "Si es esa persona, ponga la máscara; si es otra, acéptelo con la clave y diga por qué.",
            "en": "If it is that person, put the mask there; if it is somebody else, accept it by its key and say why.",
        },
    ),
    "identifier": (
        {
            "es": "Aparece un dato que identifica (teléfono, correo, número, fecha de nacimiento)",
            "en": "An identifier is printed (phone, e-mail, number, date of birth)",
        },
        {"es": "Quítelo.", "en": "Remove it."},
    ),
    "organisation": (
        {"es": "Aparece una organización o marca enmascarada", "en": "A masked organisation or brand is printed"},
        {
            "es": "Ponga la máscara o una palabra genérica; revise también siglas, marcas y productos.",
            "en": "Put its mask or a generic word there; look at initials, brands and products too.",
        },
    ),
    "place_name": (
        {"es": "Aparece un lugar enmascarado", "en": "A masked place is printed"},
        {"es": "Ponga la máscara o un lugar más amplio.", "en": "Put its mask there, or a wider place."},
    ),
    "printed_and_masked": (
        {"es": "Un documento imprime lo que otro enmascara", "en": "One output prints what another masks"},
        {
            "es": "Enmascárelo en todos los documentos que salen juntos, o en ninguno.",
            "en": "Mask it in all outputs that go out together, or in none.",
        },
    ),
    "same_mask": (
        {"es": "La misma máscara es dos cosas distintas", "en": "One mask stands for two different things"},
        {
            "es": "Quien lea los documentos juntos las tomará por la misma: use otra letra o diga que las letras cambian de historia a historia.",
            "en": "Who reads the outputs together takes them for one: use another letter, or say that letters change from story to story.",
        },
    ),
    "two_masks": (
        {"es": "Dos máscaras son la misma cosa", "en": "Two masks stand for one thing"},
        {
            "es": "Si los textos dejan ver que son lo mismo, lo dicho en uno se suma a lo dicho en el otro: revise que juntos no la identifiquen.",
            "en": "If the texts show that they are one, what each says adds up: see that together they do not name it.",
        },
    ),
    "beside_mask": (
        {"es": "Junto a una máscara hay algo que puede identificar", "en": "Something beside a mask may identify it"},
        {"es": "Redondee o quite la cifra o la seña única.", "en": "Round or leave out the figure or what only one can be."},
    ),
    "combination": (
        {"es": "Estas señas juntas corresponden a muy pocas personas", "en": "These facts together fit very few respondents"},
        {
            "es": "Quite o amplíe una de ellas: el número que sigue a cada una dice a cuántas correspondería sin ella.",
            "en": "Leave one out or make it wider: the number after each says how many it would fit without it.",
        },
    ),
    "combination_across": (
        {
            "es": "Lo que estos documentos dicen de una misma sesión corresponde, junto, a muy pocas personas",
            "en": "What these outputs say of one session fits, together, very few respondents",
        },
        {
            "es": "Quite la sesión citada de uno de los documentos, o una de las señas.",
            "en": "Leave the cited session out of one of the outputs, or one of the facts.",
        },
    ),
    "small_cell": (
        {"es": "Una celda cuenta a muy pocas personas", "en": "A cell counts very few people"},
        {
            "es": "Junte filas o columnas, o suprima la celda y otra más de su fila y de su columna.",
            "en": "Merge rows or columns, or hide the cell and one more of its row and of its column.",
        },
    ),
    "recoverable_cell": (
        {"es": "Una celda suprimida se puede calcular con los totales", "en": "A hidden cell can be computed from the totals"},
        {
            "es": "Suprima otra celda de su fila y de su columna, o el total.",
            "en": "Hide another cell of its row and of its column, or the total.",
        },
    ),
    "quote_elsewhere": (
        {
            "es": "La misma cita está en otro lugar con otra atribución",
            "en": "The same quote stands elsewhere with another attribution",
        },
        {
            "es": "Use la misma atribución, la que menos dice, o parafrasee en uno de los lugares.",
            "en": "Use the same attribution, the one that says least, or paraphrase in one of the places.",
        },
    ),
    "quote_public": (
        {
            "es": "La cita se encuentra palabra por palabra en material público",
            "en": "The quote stands word for word in public material",
        },
        {
            "es": "Parafrasee: quien busque las palabras dará con la fuente.",
            "en": "Paraphrase: who searches for the words finds their source.",
        },
    ),
    "unreadable": (
        {"es": "No se puede revisar", "en": "This cannot be checked"},
        {
            "es": "Guárdelo en un formato con texto y vuelva a revisar, o véalo usted y acéptelo con la clave.",
            "en": "Save it in a format that holds text and check again, or look at it yourself and accept it by its key.",
        },
    ),
    "not_checked": (
        {"es": "Una parte no se pudo revisar", "en": "A part could not be checked"},
        {"es": "Véala usted, o quítela.", "en": "Look at it yourself, or remove it."},
    ),
}
REASONS: Mapping[str, Words] = {
    "full": {"es": "entero", "en": "in full"},
    "alone": {"es": "tal como se enmascaró", "en": "as it was masked"},
    "surname": {"es": "un apellido", "en": "a surname"},
    "given": {"es": "un nombre de pila", "en": "a given name"},
    "initial": {"es": "nombre e inicial", "en": "given name and initial"},
    "acronym": {"es": "las siglas", "en": "the initials"},
    "distinct": {"es": "la palabra que la distingue", "en": "the word that sets it apart"},
    "amount": {"es": "una cantidad", "en": "an amount"},
    "only": {"es": "una seña única", "en": "what only one can be"},
    "damaged": {"es": "está dañado", "en": "it is damaged"},
    "password": {"es": "tiene contraseña", "en": "it is protected by a password"},
    "too_large": {"es": "es demasiado grande", "en": "it is too large"},
    "picture": {"es": "es una imagen, o la contiene", "en": "it is a picture, or holds one"},
    "unknown": {"es": "formato desconocido", "en": "unknown format"},
    "empty": {"es": "no se encontró texto", "en": "no text was found"},
    "archive_in_archive": {"es": "un archivo comprimido dentro de otro", "en": "an archive within an archive"},
    "embedded": {"es": "lleva un archivo incrustado", "en": "a file is embedded"},
    "not_a_table": {"es": "no es un CSV válido; se revisó como texto", "en": "no valid CSV; checked as text"},
    "not_json": {"es": "no es JSON válido; se revisó como texto", "en": "no valid JSON; checked as text"},
    "rtf_notes": {"es": "puede llevar notas o imágenes", "en": "it may hold notes or pictures"},
}
UNITS: Mapping[str, Words] = {
    "document": {"es": "todo el documento", "en": "the whole document"},
    "file_name": {"es": "nombre del archivo", "en": "file name"},
    "page": {"es": "página", "en": "page"},
    "paragraph": {"es": "párrafo", "en": "paragraph"},
    "row": {"es": "fila", "en": "row"},
    "line": {"es": "línea", "en": "line"},
    "cell": {"es": "celda", "en": "cell"},
    "sheet": {"es": "nombre de la hoja", "en": "name of sheet"},
    "comment": {"es": "comentario", "en": "comment"},
    "header": {"es": "encabezado", "en": "header"},
    "footer": {"es": "pie de página", "en": "footer"},
    "note": {"es": "nota", "en": "note"},
    "deleted": {"es": "texto borrado con control de cambios, párrafo", "en": "text deleted under tracked changes, paragraph"},
    "property": {"es": "propiedad", "en": "property"},
    "attribute": {"es": "atributo oculto", "en": "hidden attribute"},
    "key": {"es": "clave", "en": "key"},
    "part": {"es": "parte interna", "en": "inner part"},
    "annotation": {"es": "anotación, página", "en": "annotation, page"},
    "bookmark": {"es": "marcador", "en": "bookmark"},
}
ATTRIBUTES: Mapping[str, Words] = {
    "category": {"es": "categoría", "en": "category"},
    "sex": {"es": "sexo", "en": "sex"},
    "place": {"es": "lugar", "en": "place"},
    "affiliation": {"es": "afiliación", "en": "affiliation"},
    "date": {"es": "fecha", "en": "date"},
    "day": {"es": "día", "en": "day"},
}
LABELS: Mapping[str, Words] = {
    "title": {"es": "Revisión antes de publicar", "en": "Check before publishing"},
    "stop": {"es": "No publicar todavía", "en": "Do not publish yet"},
    "look": {"es": "Para mirar", "en": "To look at"},
    "accepted": {"es": "Aceptados", "en": "Accepted"},
    "clean": {"es": "No se encontró nada que impida publicar.", "en": "Nothing was found that stops publication."},
    "counts": {
        "es": "{documents} documentos, {characters} caracteres, {secrets} identidades buscadas; menos de {k} personas se señala.",
        "en": "{documents} documents, {characters} characters, {secrets} identities searched for; fewer than {k} respondents is flagged.",
    },
    "not_searched": {
        "es": "Demasiado cortas para buscarlas: {ids}. Búsquelas usted.",
        "en": "Too short to be searched for: {ids}. Look for them yourself.",
    },
    "limits": {
        "es": "La revisión no lee imágenes ni sabe lo que otros publicaron: que no encuentre nada no quiere decir que no haya nada.",
        "en": "The check reads no pictures and does not know what others have published: finding nothing does not mean that there is nothing.",
    },
    "do": {"es": "Qué hacer", "en": "What to do"},
    "fits": {"es": "corresponde a {n}", "en": "fits {n}"},
    "without": {"es": "sin {what}: {n}", "en": "without {what}: {n}"},
    "respondents": {"es": "respondentes", "en": "respondents"},
    "entities": {"es": "identidades", "en": "identities"},
    "times": {"es": "{n} veces", "en": "{n} times"},
    "also": {"es": "también en", "en": "also in"},
    "key": {"es": "clave", "en": "key"},
    "within": {"es": "tabla u hoja {n}", "en": "table or sheet {n}"},
}
