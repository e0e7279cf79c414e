"""Nicknames: the words that announce them, and words that people are called by. Keys as ``words.fold`` makes them; Spanish and English together."""

from annotations.pseudonyms.words import keyset

# somebody is called so: the pronoun and the verb right before the nickname, perhaps with small words between
PRONOUNS = keyset("le les lo la los las me te nos")
CALLING = keyset(
    "dicen decian decimos deciamos llaman llamaban llamamos llamabamos apodan apodaban apodamos apodabamos apodaron pusieron pusimos "
    "conocen conocian conocemos conociamos nombran mientan"
)
CALLED = keyset("alias apodo apodado apodada sobrenombre mote apodaban apodan apodamos nicknamed nickname aka a.k.a")
CALLED_BY_TWO = frozenset(
    [
        *(("conocido", "como"), ("conocida", "como"), ("conocido", "por"), ("conocida", "por"), ("apodo", "es"), ("apodo", "era")),
        *(("apodo", "de"), ("known", "as"), ("goes", "by"), ("went", "by"), ("go", "by"), ("nickname", "is"), ("nickname", "was")),
        *((verb, whom) for verb in ("call", "called", "calls", "calling") for whom in ("him", "her", "me", "them")),
        *(("dicho",  "el"), ("apodado", "como")),
    ]
)  # fmt: skip
BETWEEN = keyset(
    "todos todas todo mundo aqui alla carinosamente siempre como nomas asi de carino entre nosotros antes mucho everyone everybody "
    "always just old big little"
)
ARTICLES = keyset("el la los las the")
# in lower case too a nickname after these
WORDS = keyset(
    "guero guera guerito guerita flaco flaca flaquito gordo gorda gordito gordita chino china chinito negro negra negrito negrita prieto prieta moreno morena "
    "morenito chaparro chaparra chaparrito chaparrita pelon pelona peloncito chato chata chatito tuerto tuerta cojo coja zurdo zurda manco sordo muda mudo enano enana "
    "oso osa gato gata perro perra raton rata tigre tigresa toro gallo gallina pollo polla pato pata sapo rana arana mosco mosca abeja zorro zorra lobo loba chivo chiva "
    "borrego cuervo pajaro canario tlacuache coyote iguana lagarto tortuga caballo yegua burro mula vaca cochi marrano puerco conejo coneja ardilla hormiga grillo "
    "chapulin cigarra pulga piojo garrapata pantera leon leona aguila gavilan zopilote tecolote lechuza venado jirafa mapache armadillo camaron tiburon pescado "
    "delfin ballena pulpo mono changa chango diablo diabla demonio loco loca loquito muerto muerta calaca abuelo tata nana tio gringo gringa cubano cubana costeno jarocho "
    "norteno poblano paisa paisano profe doc inge lic licenciado maestro comandante capi sargento cabo general coronel rey reina principe princesa duque conde "
    "bigotes bigoton barbas barbon greñas grenas grenudo trompudo trompas orejas orejon narices nariz narizon cachetes cachetona cachetona dientes dientona ojitos ojos ojon panza panzon "
    "patas zancas zancudo huesos calavera cabezon cabezona rizos pecas pecoso pecosa lunar lunares zarco zarca colorado colorada rojo roja pinto pinta "
    "bolillo tamal tamalera taco tortas pan panadero chorizo frijol papa chile pozole mole tuna nopal mango coco limon pina cebolla cebollita zanahoria "
    "cacahuate galleta bombon chocolate chocolata azucar caramelo bala rayo trueno relampago chispa chispas cohete bomba canon machete navaja clavo tuerca tornillo llanta "
    "muñeca muneca muñeco muneco barbie pitufo pitufina tarzan rambo pirata indio india apache payaso payasa mago bruja brujo santo santa angelito pelusa trapo chueco chueca "
    "beto chuy nene nena bebe bebo junior chiquis chiquilin chiquita chiquito pequeno pequena peque larga largo alto torre poste tambo tinaco ropero tanque "
    "grande mudita cuate cuata gemelo zapatero carnicero lechero mecanico polvora ronco ronca gritona grillo cantante musico tambora trompeta guitarra "
    "slim shorty red blondie smiley bear bull tiny chief lucky ace duke spike rusty buddy bones stretch peanut cookie goldie sparky hawk wolf fox doc pops mama sonny junior"
)
# with an article and a capital these are no person: bodies, feasts, things of the state
NOBODY = keyset(
    "nino estado gobierno congreso senado camara iglesia constitucion ley reforma revolucion independencia navidad pascua cuaresma semana biblia evangelio dios virgen senor "
    "santo santa cristo mexicano republica nacion patria seguro social procuraduria procu fiscalia junta juzgado tribunal corte suprema conciliacion comision asamblea "
    "asociacion secretaria instituto universidad facultad prepa preparatoria primaria secundaria escuela colegio clinica hospital centro zocalo mercado plaza parque "
    "alameda catedral municipio presidencia ayuntamiento alcaldia delegacion distrito ejercito marina policia guardia federal federacion confederacion sindicato "
    "union central partido frente movimiento coordinadora red consejo comite cooperativa caja banco fundacion empresa fabrica planta maquila maquiladora compania "
    "corporativo grupo consorcio internet whatsapp facebook face google youtube zoom tiktok covid pandemia sida norte sur este oeste oriente poniente valle sierra "
    "costa bajio istmo golfo pacifico caribe atlantico frontera laguna peninsula huasteca mixteca montana altiplano selva amazonia capital ciudad rio cerro lago "
    "carnaval feria candelaria guelaguetza posada posadas nochebuena mundial copa tratado convenio protocolo programa plan proyecto informe decreto contrato "
    "ford nissan volkswagen honda toyota mazda audi bimbo lala coca pepsi oxxo walmart coppel elektra soriana telcel amazon uber didi chevrolet tesla kia samsung bodega aurrera costco nestle "
    "infonavit afore issste imss fonacot tec politecnico normal poli uni metro autopista panamericana carretera internacional periferico circuito "
    "government state church congress senate constitution bible union company board council court law act bill party labor labour department ministry army navy "
    "police north south east west internet covid pandemic depression war revolution mayor governor president"
)
SURNAME_HEADS = keyset("familia hermanos hermanas senores senoras apellido apellidos family brothers sisters")
