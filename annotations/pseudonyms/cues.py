"""Words that announce a name, or say what kind of name it is. Keys as ``words.fold`` makes them; Spanish and English together."""

from annotations.pseudonyms.words import keyset

# a name follows, however it is written
TITLES = keyset(
    "don dona dna senor senora senorita sr sra srta srita seno lic licenciado licenciada ing ingeniero ingeniera dr dra "
    "doctor doctora prof profe profa profesor profesora maestro maestra mtro mtra arq arquitecto arquitecta contador "
    "contadora diputado diputada senador senadora alcalde alcaldesa regidor regidora gobernador gobernadora fray sor "
    "monsenor comandante sargento capitan teniente coronel comisario comisariado inspector inspectora mr mrs ms miss "
    "mister professor reverend rev pastor attorney judge senator congressman congresswoman captain sergeant officer "
    "nurse coach biologo biologa psicologa psicologo notario notaria magistrado magistrada juez jueza dona auntie"
)
# a name may follow: believed of a capital, and in lower case of nothing but a sure given name
RELATIONS = keyset(
    "hermano hermana hermanito hermanita tio tia primo prima suegro suegra cunado cunada hijo hija hijito hijita mama "
    "papa mami papi abuelo abuela abuelito abuelita nieto nieta sobrino sobrina esposo esposa marido mujer novio novia "
    "padrino madrina compadre comadre ahijado ahijada yerno nuera vecino vecina amigo amiga companero companera compa "
    "jefe jefa patron patrona secretario secretaria delegado delegada supervisor supervisora gerente coordinador "
    "coordinadora lider dirigente encargado encargada capataz mayordomo director directora presidente presidenta "
    "tesorero tesorera abogado abogada enfermero enfermera medico medica cura padre obispo partera promotor promotora "
    "representante companerita muchacho muchacha joven viejo vieja colega socio socia difunto difunta finado finada "
    "comisario testigo brother sister uncle aunt auntie cousin husband wife son daughter father mother grandmother grandfather "
    "grandma grandpa nephew niece friend neighbor neighbour boss manager supervisor colleague partner lawyer doctor "
    "teacher director president secretary leader foreman girlfriend boyfriend fiance stepfather stepmother cousin "
    "coworker roommate mayor chief owner driver guard steward organizer cashier clerk cook "
    "dueno duena chofer velador operador operadora soldador vigilante guardia obrero obrera trabajador trabajadora contratista "
    "reclutador reclutadora comisionado comisionada vocal sindico agente ministro"
)
# what stands right before a name that is told: the last words of it
NAMING = frozenset(
    [
        ("me", "llamo"),
        ("te", "llamas"),
        ("se", "llama"),
        ("se", "llamaba"),
        ("se", "llamara"),
        ("le", "dicen"),
        ("le", "decian"),
        ("le", "decimos"),
        ("me", "dicen"),
        ("le", "llaman"),
        ("nombre", "es"),
        ("nombre", "de"),
        ("nombre", "era"),
        ("de", "nombre"),
        ("llamado",),
        ("llamada",),
        ("apellido",),
        ("un", "tal"),
        ("una", "tal"),
        ("tal",),
        ("apodo", "es"),
        ("apellida",),
        ("apellido", "es"),
        ("atentamente",),
        ("name", "is"),
        ("name", "was"),
        ("name's",),
        ("named",),
        ("called",),
        ("nickname", "is"),
        ("surname", "is"),
    ]
)
# weaker: believed of names of the lexicon alone
HELLO = frozenset(
    [
        ("soy",),
        ("habla",),
        ("hola",),
        ("gracias",),
        ("i", "am"),
        ("i'm",),
        ("oye",),
        ("oiga",),
        ("mira",),
        ("ay",),
        ("adios",),
        ("this", "is"),
        ("hi",),
        ("hello",),
        ("thanks",),
        ("dear",),
    ]
)
SAYING = keyset(
    "dijo dice decia dijeron comento comenta contesto respondio pregunto platico conto cuenta explico llamo vino fue iba "
    "trabaja trabajaba vive vivia quiere queria sabe sabia puede renuncio insistio pidio ayudo ayuda esta estaba tiene "
    "tenia nacio murio fallecio gano firmo said says told asked answered replied explained works worked lives lived "
    "wants wanted knows knew thinks thought went came helped called mentioned insisted died married moved signed"
    " firma llora lloro trabajo vivio renuncia grita grito lava cocina maneja manejo organiza organizo abrio cerro falto "
    "faltaba compro vendio vende cuida cuidaba anda andaba hablaba manda mandaba corrio nego acepto siempre cleans knows retired "
    "joined yelled cried drives drove runs"
    " quit left ran took gave got made spoke brought lost won kept stood sat met paid wrote drove felt heard led sent spent "
    "taught never always entro salio llego empezo trajo llevo hizo dio puso perdio conocio estudia estudio cobra cobraba"
)
# the same, of nothing but people: what an unknown word at the start of a sentence needs
PERSONAL = keyset(
    "dijo dice decia comento comenta contesto respondio pregunto platico conto explico renuncio fallecio trabaja "
    "trabajaba vive vivia insistio firmo nacio murio platica platicaba cuenta contaba aviso avisaba lloro llora grito gritaba "
    "acompano invito presto regano convencio enseno aconsejo corrio despidio nego quiso sabe sabia piensa opina cree estudia "
    "cocina cocinaba maneja manejaba firma said says told asked replied answered explained laughed cried smiled died "
    "married resigned lives insisted knows knew thinks thought wants wanted yelled drives retired joined works worked cleans wrote"
)
TALKING = keyset(
    "platicar platico platique platicamos platicaron hablar hablo hable hablamos hablaron hablando platicando casado "
    "casada junto junta talk talked talking spoke speak met meeting married dating"
)
ORIGIN = keyset(
    "soy eres es somos son vengo viene venimos vienen originario originaria originarios nativo nativa oriundo oriunda am "
    "is are from comes come"
)
CLITICS = keyset("me nos le les te lo la se ya no tambien si siempre nunca also never always then just")

# what one does to somebody: "vi a X", "despidieron a X", "they fired X"
DONE_TO = keyset(
    "vi vio vimos conozco conoci conocio conocimos conoces corrieron corrio despidieron despidio ayudar ayude ayudo ayudaron buscar busco "
    "buscaba buscamos invite invito invitamos invitaron invitar mataron golpearon amenazaron quiero extrano cuidar cuido cuidaba "
    "eligieron elegimos eligio votar votamos convencer convenci acompane acompanar encontre detuvieron acusaron saludo salude"
)
# the same where no word stands between
ASKED = keyset(
    "asked told saw fired hired met thanked married called helped elected hit trained blamed invited visited love loved miss "
    "remember knew know trusted trust supported phoned texted emailed"
)
# whose a person is: "el hijo de X", "X's mother"
KIN = keyset(
    "hermano hermana hermanito hermanita hermanos hermanas tio tia tios primo prima primos suegro suegra cunado cunada hijo hija hijos hijas hijito hijita mama papa mami "
    "papi papas abuelo abuela abuelito abuelita nieto nieta sobrino sobrina esposo esposa marido mujer novio novia padrino madrina compadre comadre ahijado "
    "ahijada yerno nuera vecino vecina amigo amiga amigos companero companera compa viuda viudo difunto difunta finado finada cunada concuno concuna bisabuela bisabuelo "
    "brother sister uncle aunt auntie cousin husband wife son daughter father mother grandmother grandfather grandma grandpa nephew niece "
    "friend neighbor neighbour girlfriend boyfriend fiance stepfather stepmother roommate mom mum dad widow kids"
)
POSSESSIVES = keyset(
    "mi mis tu tus su sus nuestro nuestra nuestros nuestras my his her our their your the el la un una mis otro otra"
)
# what companies and bodies do
OF_BODIES = keyset(
    "cerro despidio contrato contrata paga pagaba produce fabrica vende vendio exporta subcontrata anuncio ofrecio abrio quebro compra "
    "closed fired hired pays paid makes sells outsourced announced opened bought merged employs employed"
)
MOTION = keyset(
    "ir voy vas va vamos van fui fue fuimos fueron iba iban ido mandaron mando mandan llevaron llevo llego llegue "
    "llegamos llegaron llegar viajar viajo viaje camion autobus tren carretera camino rumbo viajamos subir bajar salir salimos sali mude mudo mudamos mudaron regrese regreso regresamos volvi volvio vine "
    "vino venimos go goes going went gone moved move came come bused bus train bussed trip road commute drove flew travelled traveled sent returned"
)
SAINTS = keyset("san santa santo sao st saint")
_PLACE_HEADS = (
    "municipio municipalidad colonia barrio pueblo ciudad villa comunidad rancho rancheria ejido poblado fraccionamiento localidad canton distrito "
    "delegacion alcaldia provincia departamento vereda corregimiento comuna region sierra valle rio lago laguna presa cerro isla puerto playa parque "
    "calle avenida av calzada blvd boulevard privada andador callejon carretera paseo glorieta plaza zona estado pais aldea caserio "
    "town city village county district state province neighborhood neighbourhood street avenue road river lake mount valley island port"
)
PLACE_HEADS = frozenset(_PLACE_HEADS.split())
PLACE_TAILS = keyset(
    "county city street avenue road river lake valley island town village beach park hills heights state province district"
)
PLACE_PREPOSITIONS = keyset("en hacia desde in from near into")
COMPANY_HEADS = keyset(
    "fundidora ensambladora refineria cerveceria hilados tejidos muebles construcciones ingenio granja finca siderurgica "
    "metalurgica papelera lacteos empresa compania maquiladora fabrica planta corporativo transportes aceros aceites textiles industrias constructora "
    "comercializadora distribuidora autopartes manufacturas embotelladora cementos minera mineria laboratorios abarrotes "
    "ferreteria farmacia farmacias panaderia taller talleres tienda tiendas restaurante hotel banco supermercado "
    "maquinados servicios productos alimentos agricola empacadora calzado confecciones plasticos grupo company factory "
    "plant firm corporation bank store supermarket warehouse"
)
UNION_HEADS = keyset("sindicato union confederacion federacion central gremio")
_ORGANISATION_HEADS = (
    "secretaria instituto universidad fundacion asociacion cooperativa comite colectivo consejo comision tribunal junta direccion ministerio fiscalia "
    "procuraduria hospital clinica escuela primaria secundaria preparatoria colegio iglesia parroquia ayuntamiento partido movimiento red coalicion coordinadora "
    "organizacion agencia oficina camara centro club equipo frente organismo defensoria registro programa proyecto "
    "university ministry institute foundation association cooperative committee council commission court department agency office hospital clinic school "
    "college church party movement network coalition organization organisation centre center bureau trust society federation confederation"
)
ORGANISATION_HEADS = frozenset(_ORGANISATION_HEADS.split())
# words of other meanings: a name right behind them proves nothing ("he estado, Juan"; "se rio Pedro"), one behind "de" does
WEAK_HEADS = keyset("estado rio frente union registro direccion programa proyecto central equipo red")
HEADS = COMPANY_HEADS | UNION_HEADS | ORGANISATION_HEADS
# in lower case these announce a name only right before it: "la empresa Aceros del Norte", "the company Blue Steel"
ORGANISATION_TAILS = keyset(
    "university ministry institute foundation association cooperative committee council commission court department "
    "agency hospital clinic school college church party union company corporation union bank group industries holdings "
    "services motors foods stores trust society federation board authority administration fund"
)
COMPANY_TAILS = keyset("company corporation bank group industries holdings services motors foods stores")
# all capitals, and nobody's name
NO_ACRONYMS = keyset(
    "tv ong ongs eeuu usa uk pdf usb vih sida hiv aids covid ok okay dvd cd sms gps faq adn dna rh hr ceo phd mba tic "
    "tics pib gdp iva am pm nn na curp rfc nss ine ife dni nie ssn pin atm wifi whatsapp vip sos usd mxn eur lgbt lgbtq "
    "lgbtiq ti it qr url www http https"
)
PARTICLES = keyset("de del la las los y e da do dos das di du van von der den ten le bin ibn al el of the for and &")
"""Words in lower case that may stand inside of a name."""
