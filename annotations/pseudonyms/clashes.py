"""Words that are names and common words too: at the start of a sentence their capital proves nothing. Keys as ``words.fold`` makes them."""

from annotations.pseudonyms.words import keyset

# written for this repository from the given names and surnames that Faker lists
_ES = """
abad abril acero agosto agudo aguila alba alcalde alegre alegria aleman alemana alma amable amado amador america amparo amor andrea
angel angeles aparicio arco arcos arena arenas armas arroyo ascension asuncion aura aurora baca barba barbero barco barra barranco barrera
barrio barrios bello bella blanca blanco bonilla bonito borrego bravo bueno buena buenaventura bienvenida bienvenido caballero cabello cabeza
cabezas cabo cabra cabrera cadena cal calzada camara camino campillo campo campos canal canales candela caridad caro cara carrera carreras
carretero carro casa casado casas cases casilla casillas castellano castellanos castillo ceja celeste celso cerda cerezo cerro chica chico
chinos chino cielo ciro cisterna clara claro clemencia colon concepcion concha conde consuelo copa coral corazon cordero corona coronel corral
corrales corredor correa cortina cosme costa criado cristal cruces cruz cuadrado cuenca cuerda cuervo cuesta cueva cuevas custodia dan
delgado delia diez digna digno dolores domingo duenas dulce duque encarnacion encina enero era escribano escudero espada espana espejo
esperanza espino espinosa estrella fe febrero felicidad feliz fiel fierro flor flora flores franco francia fuente fuentes fuerte fuertes
gala galan gallardo gallego gallo garza german gloria gracia gracias grande granado granados gras gris guardado guardia guerra guerrero
guapo hermosa hermoso herrero hidalgo hierro higuera huerta huertas huevo iglesia iglesias infante inmaculada inocencia inocencio
izquierdo jara judia julio junio jurado justa justo labra lago lagos laguna leal leon leona libertad lima limon linda lindo llamas llano
llanos lobo lobos lozano lucero lugo luna luz machado madera maestre malo manso manzano mar mares mariposa marina marques martes martirio marzo mas
masa mata matas maxima maximo mayo mayor melo mercado merced mercedes merino mesa miel milagro milagros mina mira miro moda modesta modesto
molino monje montana monte montes mora moral morales morena moreno mota moya nada naranjo natividad nava navas negro negrete nevado nieto
nieves nina nino noble noche norma nova nuevo obando obrero olivo ole oliva oliveras olmo orden ordenes oro oso otono otero pacifico padron paja
palacio palacios paloma palma palmas palomino pan pardo pareja paredes parra parada partida pascua pastor paz peinado pena penas perla piedad
piedra pilar pino pinto pintor pio plana plano plata plaza polo porra porras porta portal portero portilla posada pozo prado preciado prieto
prima primavera primitiva primo primera primero prudencia prudencio puente puentes puerta puerto pulgar pulido purificacion quinta quinto rama ramo
real recio redondo regalado regla reina rey reyes remedio remedios resendiz ribera rica rico rincon rio rios roble robledo robles roca rocio
rojas rojo romero rosa rosal rosales rosario rosas roya rubi rubia rubio rueda sabina sal sala salas salinas salud salvador san santa santo
santos sastre seco segovia segunda segundo segura seguro serena sereno serrano severo sierra silva silvestre socorro sol sola solar soldado
soledad soler solo sonora soto tapia tejada tejedor tejas tierra tio tome tormenta toro torre torres tovar transito trinidad trigo trillo tuna
urbano vaca vado val valencia valentia valiente valle valles vaquero vara varas vela velas veloso vera verano verdad verde verdugo verdura
vergara victoria vida vidal vides viernes villa villas vina vino violeta virtud virtudes visitacion viva vivas vivero viveros vives evita amara ame amo marco magna china marca ama marcos refugio salud digna justas linares norte sur acuerdo
"""
_EN = """
amber april art ash august austin autumn ball banks barber bass bay bean bear beard bell belle best bill bird bishop black blank blue bob
bond booker boone booth bowman boy branch brand brandy bridge bridges bright brook brooke brooks brown buck bull burns bush butcher butler buddy
cannon candy carpenter carter case cash chad chambers chance chandler chapman chase cherry church christian christmas clay cliff coates cole
colon constant cook cooper cotton crane cross crow crystal curry daily daisy dale daly dash dawn day dean destiny diamond dick dollar dove downs
drake drew dusty duke earl early east eden english ever fair faith farmer farrow feather fern field fields finch fisher fleet flowers flower ford
forest forrest foster fox francs frank free freedom freeman french friend frost fry fuller gale gamble garland gates gay gem gene gentry ginger
glass glen glory gold golden good goodman gore grace grand grant grass graves gray green grey griffin gross guy hale hall hand handy hardy
harmony hart haven hawk hay hazel head heart heath heather herb hick hill hills holder holly hood hook hope hopes horn house hull humble hunt
hunter hurt iris iron ivory ivy jack jade jean jewel joy judge june junior just justice kay key khaki king kitty knight lacy lake lamb lance land lane
large lark laurel law lawless lawn leach leaf lee legend lily little lively long lord love lovely low lucky lyons mace mack major man
manning march marina mark marks marsh marshall martial mason may mayor mays meadow meadows means melody mercer mercy merit merry mile miles
mill miller mills mine mint miser misty money monk moody moon moor moore more morrow moss moral musa myrtle nail neat new newman nick night noble noel
north norton nun oak oakes ocean olive opal page paige pace park parker parks parson parsons pat patience payne peace peacock pearl peck peg
penny pepper perch pike pine piper pitts poet pole pond poole poor pope porter post potter pound powder powell power powers pratt pray price prince
prior proctor prosper pry purple queen quick quill race rain rains ram ramp randy raven ray read reed reef reeve regal rich ridge ring
rise ritz river rivers roach road rob robe robin rock rocky rod roman rose rosemary round rowan royal ruby rush rusty sage sand sandy
sally savage sawyer saw school sea sears sellers serene sharp shaw shell shepherd sherry shields shore short silver singer sir skinner skip sky
slate sloan small smart smith smoke snow song sparks speaks spear spears spence spring stack star stark steel stern stone storm storey stout
street strong sue summer summers sun sunny swan sweet swift tab tanner tate temple thorn thorne tiger timber topaz tower town trace
treasure tree trinity trip trout true trust turner twist under valley vest victor victory violet virtue wade wake walk walker wall walls ward
ware warner water waters watts way ways weaver web webb weeks wells west whale wheeler white wild wilder will willow winner winter winters
wise wolf wood woods word words work worth wren wright yard york young amble anon bail bale bath beat beau blessing blessed bones boon bore boss
brick burr canning canny carry carton charity clear clement comfort contractor convey cousins craven cruise date deep diver divine doctor downing
drum fall fancy favor favour fee fielding flood foot fresh freely forum gift glad glazier grove guard gunning ham happy hasty herd immaculate
innocent job lad lavender loyal lucid mad mall marry master merchant miracle moan mountain mule noone orchard pal pall pant patient praise
precious prentice priest promise prudence purity raid rails reader rout sad said sane sang see seen shine silk some steed steer story sur swords
tailor tank too una veer warrior watt were wisdom wonder you bar but said sane man men any bless can even ham her his him its our out say see
"""
CLASHES = {"es": frozenset(_ES.split()), "en": frozenset(_EN.split())}
# too frequent at the start of a sentence to be the name of somebody there, even of somebody who is known
FUNCTION_WORDS = {
    "es": keyset(
        "sola solo mas diez dan cal mar sol san santa santo segundo segunda buena bueno claro cara nada era tome mira mayor"
    ),
    "en": keyset("will may can just ever more under mark long little good just new true early even please many way work young"),
}

# capitalised inside of a sentence, and nobody's name
_NEVER_ES = """
dios señor santo santa virgen navidad semana pascua biblia internet whatsapp facebook google zoom estado gobierno presidente presidenta ley
republica constitucion covid pandemia usted ustedes ud uds vd vds sr sra srta don dona lic ing dr dra lunes martes miercoles jueves viernes
sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre entrevistador
entrevistadora entrevistado entrevistada moderador moderadora participante informante pregunta respuesta sesion grupo hombre mujer
"""
_NEVER_EN = """
i god lord bible christmas easter ramadan internet covid monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december english spanish french german portuguese chinese american americans mexican
mexicans british indian african european asian latino hispanic catholic christian muslim jewish phd mba ceo hr tv ok okay mr mrs ms dr
north south east west america africa asia europe latin interviewer interviewee moderator participant respondent question answer session government state president facebook google zoom whatsapp
mom dad mum
"""
NEVER = {"es": frozenset(_NEVER_ES.split()) | {"senor"}, "en": frozenset(_NEVER_EN.split())}
# days, months and the like that are given names too: believed where the words around say that this is somebody
MAYBE_NAMES = {
    "es": keyset("domingo abril julio junio agosto enero mayo sabado santa santo navidad pascua"),
    "en": keyset(
        "april june august july january sunday wednesday easter west north lord english french german christian christmas may summer autumn"
    ),
}
