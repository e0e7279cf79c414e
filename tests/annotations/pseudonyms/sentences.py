"""Sentences with what identifies marked by hand, ``{kind|words}``; invented for these tests.

The rules were written with ``DEVELOPMENT`` in view. ``LATER`` and ``LAST`` were each written before they were looked at, scored once
(``FIRST_LOOK`` of ``test_sentences.py``), and then had rules changed for them. A name with a final ``|`` may be found with its first word or without.
"""

import re
from collections.abc import Iterable

from annotations.pseudonyms.records import IdentityKind, Mention

SHORT = {
    "p": "person", "l": "place", "o": "organisation", "t": "phone", "m": "email", "u": "url", "h": "handle", "a": "address", "b": "birth_date",
    "curp": "curp", "rfc": "rfc", "nss": "nss", "v": "plate", "i": "id_number",
}  # fmt: skip
MARKED = re.compile(r"\{(\w+)\|([^{}|]*)\|?\}")

DEVELOPMENT = """
es: Buenas tardes, me llamo {p|Ramiro Castañeda Bello} y tengo cuarenta y dos años.
es: Mi hermana {p|Rosa} trabaja en la misma línea que yo. {p|Rosa} entró primero, en 2011.
es: Ahora ya nos pagan el tiempo extra. Antes no. Luz tampoco había en el comedor.
es: Pues mire, {p|Lupita} fue la que me avisó, y luego {p|don Chuy|} también.
es: El que manda ahí es el ingeniero {p|Olvera}, pero quien firma es la licenciada {p|Marisol Tapia}.
es: Yo vivo en {l|Silao}, pero la planta está en {l|San Francisco del Rincón}.
es: Entré a {o|Arneses y Cables del Bajío, S.A. de C.V.} cuando tenía diecinueve años.
es: El {o|Sindicato Independiente de Trabajadores del Calzado} ({o|SITC}) ganó la votación con 312 votos.
es: Cuando fuimos a la {o|Secretaría del Trabajo} nos atendió {p|Héctor}, no recuerdo el apellido.
es: Anote mi celular, es el {t|477 123 4567}, y si no contesto mándeme un correo a {m|ramiro.cb@correo.example.mx}.
es: Mi CURP es {curp|GOMC850312MGTNRR05} y mi número de seguro social el {nss|12 98 76 5432 1}.
es: Nací el {b|12 de marzo de 1985}, aquí mismo.
es: Le dije a {p|Xóchitl} que no firmara nada. {p|Xóchitl} me dijo que ya era tarde.
es: {p|Pedro} y {p|Tomasa} se fueron a {l|Houston} en agosto.
es: Dolores de cabeza, eso sí, todos los días por el solvente.
es: {p|Dolores} me contó que la habían cambiado de turno.
es: Gracias a Dios no pasó nada, pero el Lunes Santo hubo otro accidente.
es: La señora {p|Tecuapetla} y su marido, {p|Eusebio}, tienen la tienda de la esquina.
es: Con el presidente municipal nunca hablamos; con {p|Arturo Beltrán Ríos}, el síndico, sí.
es: Soy {p|Brayan}, trabajo de soldador desde los quince.
es: Fíjese que {p|la Chela|} y {p|el Toño|} se salieron del grupo.
es: Nos juntamos en casa de {p|doña Esperanza|}, en la calle de atrás.
es: Esperanza ya no había, la verdad.
es: Mi dirección es {a|calle Ignacio Allende 45}, y trae una camioneta con placas {v|GTO-12-34}.
es: El inspector {p|Valdivia} llegó el 3 de mayo y multó a la empresa {o|Textiles Lozano}.
es: Creo que {p|María de los Ángeles Trujillo} era la delegada; {p|María de los Ángeles} nunca faltaba.
es: {p|Ángel}, mi compadre, perdió el dedo en la prensa.
es: En la {o|Escuela Primaria Benito Juárez} tomaron la lista de los niños.
es: Hubo flores y hasta banda cuando ganamos, y {p|Juan Carlos Flores} lloró.
es: Se llama {p|Itzayana}, es mi nuera, y nació el {b|4 de julio del 98}.
es: Nosotros le decimos {p|Yeyo}, pero su nombre es {p|Aurelio}.
es: ¿Y usted cómo supo? Por {p|Norma}, la de recursos humanos.
es: El RFC de la cooperativa no me lo sé, el mío es {rfc|CABR800101AB3}.
es: Mercado hay los domingos. {p|Mercado}, el supervisor, no nos dejaba ir.
es: Del {o|IMSS} me mandaron a {l|León} para la incapacidad.
es: don {p|julián} y la señora {p|petra} platicaban en el patio.
es: Ella me marcó del {t|+52 1 55 8765 4321} y colgó.
es: Mi número es {t|cuatro siete siete, uno dos tres, cuarenta y cinco, sesenta y siete}.
es: Estuvimos tres, cuatro horas esperando, como unas 150 personas, de 2019 a 2021.
es: Pasaron {p|Sra. Inés|}, {p|Sr. Medina|} y el doctor {p|Quispe Mamani}.
es: En el {l|municipio de Ixtepec|} no hay maquila, pero en {l|Comitancillo} sí.
es: Búsquenos en Facebook o escriba a {h|@mujeres_ixt}; la página es {u|https://mujeresixt.example.org/contacto}.
es: Trabajé para {p|Gerardo Zárate} en {l|Monterrey}, y después para su hijo {p|Gerardo}.
es: La Navidad pasada nos dieron despensa; en Semana Santa, nada.
en: My name is {p|Grace Holloway} and I have been here for nine years.
en: Will you put that in writing, I said. {p|Will} laughed.
en: I asked {p|Marcus} and {p|Dolores Huang} to come with me to {l|Harlan County}.
en: Mr. {p|Okafor} was the foreman at {o|Bluewater Seafood Company}.
en: Hope was all we had that winter.
en: {p|Hope} told me they had fired {p|Jim}.
en: You can reach me at {t|(312) 555-0142} or {m|g.holloway@mail.example.com}.
en: She was born on {b|March 3, 1990}, in {l|Detroit}.
en: The union rep, {p|Siobhan O'Leary}, met {p|Dr. Patel|} twice.
en: We marched down Main Street and nobody from the company came.
en: I called the {o|National Labor Relations Board} on Monday morning.
en: That's {p|Xiomara}'s handwriting; {p|Xiomara} kept the minutes.
en: My cousin {p|Wanjiku} moved to {l|Nairobi} and joined the {o|Kenya Flower Workers Union}.
en: Mark my words, it will happen again. {p|Mark Stevens} said so too.
en: My social is {i|078-05-1120}, don't write it down.
en: After that, {p|Tyrone} and I stopped talking to {p|Mrs. Baker|}.
en: English is not my first language, I grew up speaking Spanish and Mam.
en: The manager, {p|Ken Nakamura}, said Christmas was cancelled.
en: Summer was slow. {p|Summer Jackson} ran the night shift.
en: He lives at {a|48 Orchard Lane} and drives plate {v|KBX 421C}.
"""

LATER = """
es: Mi nombre es {p|Jazmín Arreola} y soy costurera desde hace catorce años.
es: Platicamos con {p|Nicéforo} y con su esposa {p|Balbina} en la parcela.
es: Fue {p|Toñita} la que juntó las firmas, junto con {p|Pilar Ocampo}.
es: Pilar no es cualquiera, hay que saber de leyes, decía mi abuelo {p|Melquiades}.
es: A {p|Sugey} la despidieron embarazada; a {p|Wendy Citlalli Robles} también.
es: El abogado {p|Farid Nacif} nos cobró cinco mil pesos y nunca volvió.
es: Nos citaron en {l|Querétaro} y de ahí fuimos a {l|Tequisquiapan}.
es: Todos en {o|Plásticos Rennueva, S. de R.L. de C.V.} sabían lo del químico.
es: Marcos de ventanas, eso hacíamos. {p|Marcos} era el de calidad.
es: Le hablé a mi prima {p|Guadalupe}, que vive en {l|Guadalupe}, {l|Nuevo León}.
es: La doctora {p|Sotelo} del {o|Hospital General de Zona 12|} me dio la incapacidad.
es: {p|Kevin} y {p|la Brenda|} trabajan con nosotros los sábados.
es: Sí, {p|Gloria}, así fue, ¿te acuerdas? Gloria a Dios, decía la gente.
es: Mi suegra se llama {p|Hermenegilda Xicale} y ella habla puro mexicano.
es: Mande un WhatsApp al {t|33-1456-7788}, ahí le contesta {p|Fabiola}.
es: Cuando llegó la {o|Confederación Autónoma de Trabajadores} ya había contrato firmado.
es: Mi mamá nació el {b|9 de octubre de 1961} y mi papá en 1958.
es: El compañero {p|Ulises Barragán Cid} perdió su puesto por hablar.
es: Vera usted, eso se arregla con dinero. Eso me dijo {p|Vera}, la contadora.
es: Me apellido {p|Huitrón}, con hache. Los {p|Huitrón} somos de {l|Zinacantepec}.
es: En la línea tres está {p|Ofelia}; en la cuatro, {p|Concepción}.
es: Por {p|Consuelo} no paramos, ella nos pidió seguir.
es: Pregúntele a {p|Teodoro} o al hijo de {p|Teodoro}, que es {p|Teo}.
es: Reina la desconfianza, la verdad, desde que se fue {p|Reina Salgado}.
es: El gerente, un tal {p|Schneider}, nomás se reía.
es: Yo firmé con mi INE, la clave es {i|RMCSTR82031211M400}.
es: Estaban {p|Ana}, {p|Luis}, {p|Beto} y otro que le decían {p|el Chino|}.
es: Me mudé a {l|Saltillo} porque {p|Efrén} consiguió trabajo en {o|Fundidora Cóndor|}.
en: I'm {p|Latoya} and this is my coworker {p|Bartholomew Quinn}.
en: {p|Ms. Castellanos|} from HR told {p|Deshawn} to go home.
en: Joy is not the word I would use. {p|Joy} quit in May.
en: We drove from {l|Laredo} to {l|San Antonio} with {p|Pastor Emmanuel|}.
en: {p|Rashida}, {p|Grant} and {p|Big Lou|} started the petition.
en: The plant belongs to {o|Hartwell Poultry, Inc.} since 2009.
en: Please e-mail {m|rashida.k@coopmail.example} or ring {t|+44 20 7946 0018}.
en: Frank talk is what we need, {p|Frank} always said.
en: My supervisor {p|Nguyen Thi Lan} speaks three languages.
en: After {p|Otis} was hurt, {p|Otis}'s wife called a lawyer named {p|Feinberg}.
en: I grew up in {l|Akron} and my date of birth is {b|07/19/1984}.
en: Then {o|Teamsters Local 89|} sent a guy called {p|Rocco}.
en: Chase after them if you want, I told {p|Chase}.
en: {p|Aaliyah} thinks {p|Mr. Dunn|} knew. {p|Dunn} never admitted it.
"""

LAST = """
es: Yo soy {p|Evelia}, de la sección nueve, y él es {p|Rogelio Amaya}.
es: Nos avisó {p|Chayo} que {p|Mauricio Dávila Prado} había renunciado.
es: Con {p|Nereyda} aprendí a leer el recibo de nómina.
es: El delegado {p|Cipriano Ek} vino desde {l|Tizimín} a explicarnos.
es: En {o|Calzado Montejo, S.A.} no había comité. {p|Montejo}, el dueño, no quería.
es: Mi cuñada {p|Yuliana} parió en el {o|Hospital Civil} de {l|Culiacán}.
es: Paz y tranquilidad es lo que uno quiere.
es: {p|Paz Orduña} tomó la palabra y luego {p|Lázaro}.
es: Pregunté por {p|Anselmo}; nadie sabía. {p|Anselmo} ya estaba en {l|Phoenix}.
es: Soledad sentí mucha cuando se fue {p|Gustavo}.
es: Ellos dicen que {p|la maestra Delfina|} escribió el oficio.
es: Me dieron el número {t|961 555 0134} para denunciar.
es: La empresa {o|Lácteos Sierra Azul} cerró en diciembre.
es: {p|Iker}, {p|Ximena} y {p|Donaji} son mis hijos.
es: Hoy por hoy {p|Tere} es la secretaria general.
es: Viernes y sábado trabajamos doble, el Jueves Santo no.
es: El doctor le dijo a {p|Eduviges} que descansara.
es: Cuando {p|Zeferino Chablé} firmó, {p|Chablé} ya sabía todo.
en: {p|Latisha Monroe} and {p|Gus} run the food bank.
en: Then {p|Bettina} called {p|Officer Reyes|} and waited.
en: Rose early every day, that's how I did it.
en: {p|Rose} never missed a meeting; ask {p|Hector Villalobos}.
en: We organised at {o|Cedar Ridge Hospital} in {l|Tulsa}.
en: Faith kept us going. {p|Faith} and {p|Ruben} kept the books.
en: My steward was {p|Oluwaseun Adebayo}, a good man.
en: I told {p|Ms. Kowalczyk|} I'd be late because of {p|Jayden}.
en: Bill after bill came in. {p|Bill Tsosie} paid mine.
en: He emailed {m|gus@foodbank.example.org} about {p|Tamika}'s shift.
"""


def parsed(lines: str) -> list[tuple[str, str, tuple[Mention, ...]]]:
    """Language, text and mentions of every line."""
    return [(line[:2], *unmarked(line[4:])) for line in lines.strip().splitlines()]


def unmarked(line: str) -> tuple[str, tuple[Mention, ...]]:
    text, mentions, at = "", [], 0
    for match in MARKED.finditer(line):
        text += line[at : match.start()]
        words = match.group(2)
        mentions.append(Mention(len(text), len(text) + len(words), IdentityKind(SHORT[match.group(1)]), words))
        text += words
        at = match.end()
    return text + line[at:], tuple(mentions)


def hits(expected: Iterable[Mention], found: Iterable[Mention]) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """Expected and found, expected and missed, found and not expected. A hit covers the last word of the name (its kind must agree)."""
    expected, found = list(expected), list(found)
    hit = [e for e in expected if any(f.kind == e.kind and f.start < e.end and f.end >= e.end - 1 for f in found)]
    wrong = [f for f in found if not any(f.kind == e.kind and f.start < e.end and e.start < f.end for e in expected)]
    return hit, [e for e in expected if e not in hit], wrong
