"""Sentences by what makes them hard, ``{kind|words}`` as in ``sentences.py``; invented for these tests, and the rules were written with them in view."""

HARD = {
    "nicknames": """
es: A mi compadre le decimos todos {p|el Tripas|} desde la primaria.
es: Luego llegó {p|Ramón Uscanga}, {p|el Pichas|}, y se puso a gritar.
es: Le dicen {p|la Brujita|}, pero ella es buena gente.
es: Fue {p|Edelmiro Santos}, mejor conocido como {p|Milo}, el que abrió la bodega.
es: Pues {p|la Güera|} me dijo que no fuera, y le hice caso.
es: Yo trabajé con {p|el Chaparro|} dos temporadas en la fresa.
es: Vino {p|Jacinto Moo} alias {p|el Ratón|} a ofrecernos dinero.
es: A mí me llamaban {p|Cachetes} en la línea.
es: {p|El Muelas|} y {p|el Flaco|} manejaban la camioneta.
es: La Secretaría nos mandó otro oficio y el Sindicato no hizo nada.
es: Su apodo era {p|Pantera}, no sé por qué.
es: Entramos a la Asamblea y la Junta ya estaba cerrada.
en: Everybody calls him {p|Stretch}, even the boss.
en: {p|Leonard Pruitt}, known as {p|Biscuit}, drove the truck.
en: We called her {p|Mama Jo} because she fed us.
en: My uncle goes by {p|Tuck} at the mill.
en: There was this guy, nickname was {p|Cricket}, who fixed the belts.
en: The Union told the Company to wait, and the Board agreed.
""",
    "ordinary words": """
es: Me llamo {p|Abril} y vengo de la costa.
es: {p|Don Domingo|} nos prestó la troca.
es: Mi hija {p|Flor} ya trabaja en el empaque.
es: {p|Paz} me contó que la corrieron embarazada.
es: Se lo dije a mi tía {p|Socorro} y a mi primo {p|Ángel}.
es: El señor {p|Cruz} firmó por todos nosotros.
es: {p|Luz} y yo entramos el mismo día.
es: Nos ayudó la maestra {p|Alba}, que en paz descanse.
es: En abril nos pagan. El domingo descansamos. Domingo y lunes no.
es: Paz no hay en el pueblo. Flor de calabaza vendíamos.
en: My daughter {p|April} works the line too.
en: {p|June} told me to keep the receipts.
en: I'm {p|Summer}, nice to meet you.
en: {p|Faith} and I walked out.
en: In June we picked cherries. April was cold.
en: My aunt {p|Hope} raised us.
""",
    "flat": """
es: bueno pues yo me llamo {p|marisela cordero} y trabajo en la maquila desde hace doce años con mi hermana {p|flor}
es: la ingeniera {p|ugalde} nos dijo que ya no había trabajo y entonces {p|esteban} se enojó y se salió del grupo
es: y le dije a {p|rosa hernández} que no firmara porque {p|rosa} siempre firma todo lo que le ponen enfrente
es: no pues mi esposo se llama {p|jacobo} y mi suegra {p|doña luz|} vive con nosotros allá arriba
es: el licenciado {p|baeza} nunca vino y el que sí vino fue {p|ismael quintero} el del sindicato
es: la rosa del jardín y la luz de la casa las pago yo y no alcanza para la flor ni para la cruz del panteón
en: so yeah my name is {p|tamara} and i work nights with {p|derek olson} and some other folks in the warehouse
en: mr {p|hargrove} said we could not talk and then {p|brenda} got written up for talking to me
en: i told my cousin {p|marcus} not to sign it and he signed it anyway that same night
en: we had hope and faith and grace i guess but no money and may came and june came and nothing changed
""",
    "surnames": """
es: Los {p|Balcázar} tienen todas las tierras de riego.
es: Fueron las {p|Martínez} quienes organizaron la comida.
es: Vinieron {p|Chuy} y {p|Tobías} por los papeles.
es: La contadora era {p|Zulema Krauss-Ibarra}, muy seria.
es: El dueño es {p|Pietro Bongiovanni} y su socio {p|Wolfgang Ziegler Ruelas}.
es: La familia {p|Xochitiotzin} vende en el tianguis.
es: Entre {p|Ernesto Yllescas} y {p|Amparo Yllescas} juntaron las firmas.
en: The {p|Kowalskis|} owned the orchard for decades.
en: I worked for {p|Anneliese Vandersloot-Reyes} back then.
en: {p|Dwayne} and {p|Shanice} drove up from the valley.
en: The {p|Hendersons|} never paid us on time.
en: My boss was {p|Thaddeus Wojciechowski}, a hard man.
""",
    "propagation": """
es: {p|Don Tránsito|} abrió la puerta. {p|Tránsito} es el velador. Yo le tengo aprecio a {p|Tránsito}.
es: La delegada se llama {p|Dulce}. {p|Dulce} no vino ayer.
es: El ingeniero {p|Brizio} nos corrió. {p|Brizio} ya no está. {p|BRIZIO} se fue a otra planta.
es: Hablé con {p|Citlalmina Ortega}. {p|Citlalmina}, pues no quiso. {p|Ortega} es de su papá.
es: Mi comadre {p|Perla} lava ajeno. {p|Perla} tiene cinco hijos. La perla que compré era falsa.
en: My steward was {p|Cleophas Grigg}. {p|Grigg} kept notes. {p|Cleophas} retired.
en: {p|Mr. Pickett|} ran the dock. {p|Pickett} was fair. {p|PICKETT} never yelled.
en: Her name is {p|Delphine}. {p|Delphine} cleans rooms. Ask {p|Delphine}.
en: I called {p|Auntie Blossom|} first. {p|Blossom} knows everyone.
en: {p|Sergeant Quill|} came by. {p|Quill} wrote it down.
""",
    "initials": """
es: El licenciado {p|J. M.|} no quiso dar su nombre.
es: Firmó {p|Ma. Guadalupe Nava} en lugar de {p|Gpe. Solís}.
es: Mi patrón era {p|J. Jesús Arce} y nunca faltó.
es: Le dije a la ingeniera {p|R.|} que no.
es: Ahí anda el {p|JM}, me dijo que sí.
es: El profesor {p|de la Rosa|} nos dio el curso.
es: Doña {p|Ma. del Carmen Pech} hace las tortillas.
es: Quedó {p|Elena Rubio viuda de Salcedo} como dueña.
es: El encargado, {p|Raúl Ontiveros Jr.}, es igual que su papá.
es: Fue {p|Martín Escobedo G.} quien lo firmó.
en: My manager, {p|T. J. Holcomb}, lost the file.
en: I spoke with {p|J. R.|} about the shift.
en: {p|Walter Briggs Jr.} took over from {p|Walter Briggs Sr.} last fall.
en: {p|D. K. Osei} signed for the workers.
en: {p|Mrs. de la Vega|} cried when they closed.
en: The clerk was {p|Harriet P. Lindqvist}, I think.
""",
    "nobody": """
es: Anda, pues. Salí temprano. Dudó mucho. Ora sí. Okey. Lee bien, me decían. Con permiso. Parejo no era.
es: Vamos a la fiesta de San Isidro y el día de la Santa Cruz no se trabaja.
es: Mis hijos van a la secundaria federal Lázaro Cárdenas, que está por la calle Melchor Ocampo.
es: Licenciada: Buenas tardes. Doctora: Pase, por favor.
es: El llamado Consejo nunca sesionó, y la llamada Reforma fue puro cuento.
es: La Virgen de Guadalupe nos cuida. El Niño de Atocha también.
es: Dígame usted. Fíjese que sí. Duró dos meses. Bajan los precios. Échele ganas.
en: Walk with me. Grant that it was hard. Will do. Bless you. Say it again.
en: Well, Sunday was off. Mark the date. Chase the money. Rob nobody.
en: My kids go to Roosevelt Elementary School, near Lincoln Avenue.
""",
    "places": """
es: Nos vamos de {l|Tlaxiaco} a {l|Ocotepec} en camión.
es: Aquí en {l|Chunhuhub} no hay maquilas. {l|Chunhuhub} es chico.
es: Llegamos hasta {l|Tetlama} caminando, y de ahí a {l|Cuexcomatitlán}.
es: Soy de {l|Xalitla}, vengo de familia campesina.
es: La gente de {l|Huitepec} no quería la mina.
es: Vivo en la colonia {l|Tecolutilla}, por el mercado.
en: We moved from {l|Ottumwa} to {l|Storm Lake} for the plant.
en: People in {l|Tchula} know about catfish.
en: I was raised near {l|Immokalee}. {l|Immokalee} has tomatoes.
en: They bused us to {l|Wapato} every morning.
en: She lives in {l|Mbare} with her aunt.
""",
    "organisations": """
es: Trabajo para {o|Ensambles & Tableros del Norte}, una maquiladora.
es: Me atendieron en el {o|Infonavit} y luego en la {o|Profedet}.
es: La {o|Secretaría del Trabajo y Previsión Social} mandó un citatorio.
es: El {o|Centro de Apoyo y Defensa de la Trabajadora del Hogar} me orientó.
es: Quisimos entrar al {o|Imss} y no nos dieron cita.
en: I work for {o|Barlow & Finch Poultry}, on the kill floor.
en: The {o|Center for Dignity and Work} helped with the forms.
en: We filed with {o|Osha} and waited a year.
en: She cleans for {o|Crestline Hotel Services}, the big one.
en: {o|Tri-County Growers Association} hired a consultant.
""",
    "numbers": """
es: Mi seguro es el {nss|21957839204|}, apúntelo.
es: La CURP es {curp|G O M C ocho cinco cero tres uno dos M G T N R R cero cinco|}, así se la di.
es: ¿Fecha de nacimiento? {b|12/03/1985|}, en el rancho.
es: Nací, si no me equivoco y según mi acta, porque mi mamá me registró tarde, el {b|cinco de mayo de mil novecientos setenta y dos|}.
es: Mi tarjeta es la {i|5204 1650 0012 3456|} y me la clonaron.
es: El expediente es el {i|JLCA/II/1234/2019|} y sigue abierto.
es: Soy la socia número {i|04512|} de la cooperativa.
es: Traía placas de allá, {v|8ABC123|}, de California.
es: Márqueme al {t|044 33 1234 5678} por favor.
es: Mi cel es {t|55-12 34 56 78}, de aquí.
en: My card was {i|4916 0000 1234 5678|} and they kept it.
en: The case number is {i|20-CA-318765|} if you want to look.
en: Date of birth? {b|11/02/1979|}. Fine.
en: I was born, my grandmother always said, in the middle of a storm, on {b|June 9, 1966|}.
en: My membership number is {i|88317|} with the local.
en: The van had a plate {v|ABC-1234|} on it.
""",
}

# written after the rules for HARD, and looked at once before rules and names were added for them (FIRST_LOOK of ``test_sentences.py``)
AFTERWARDS = """
es: Pues ahí con {p|la Chata|} y con {p|don Neto|} nos fuimos.
es: Ese {p|Greñas} nunca pagó la cuota.
es: Mi compadre {p|Gil}, {p|el Mosco|}, anda en Tijuana.
es: Se llamaba {p|Eulogio Tapia Sierra}, le decían {p|Logio}.
es: Todos lo conocíamos como {p|el Pollo|}. Y {p|Pollo} era bravo.
es: O sea, {p|Yadi}, la de nóminas, me pasó el recibo.
es: Y {p|el Beto|}, que es mi cuñado, se quedó callado.
es: Le hablé al {p|Tuercas} para que viniera.
es: Era novio de {p|la Pecas|}, imagínese.
es: {p|Mercedes} no quiere hablar. {p|Remedios} tampoco.
es: {p|Milagros} entró a las seis y {p|Amparo} a las siete.
es: {p|Rosario} y {p|Guadalupe} son hermanas.
es: Ayer vi a {p|Nieves} en la combi.
es: Con {p|Inocencia} y con {p|Primitivo} sembramos.
es: Estaba {p|Cielo}, estaba {p|Sol}, estábamos todas.
es: Que {p|Angustias} ya no aguantaba, me dijo.
es: {p|Reyes} fue el primero en firmar.
es: Le pagaban a {p|Victoria} menos que a {p|León}.
es: bueno yo soy {p|eustolia} y mi esposo es {p|gumaro} somos de aquí
es: pues mira la {p|lupe} me dijo que don {p|chema} ya no iba a dar trabajo y pues que {p|martín} andaba buscando gente para el corte
es: y entonces llegó {p|nicolás barrera} con la lista y dijo tú y tú y tú y los demás se van
es: ay pues a {p|josefina} la corrieron y a su hermana {p|consuelo} también nomás por andar en el sindicato
es: la enfermera {p|olivia} y el doctor {p|santillán} nos atendieron bien pero la trabajadora social {p|estela} no
es: mi jefa inmediata era {p|karina robles} y arriba de ella estaba un señor {p|gutiérrez} que nunca vimos
es: eso lo dijo {p|wilmer} o {p|yefferson} no me acuerdo pero fue uno de ellos
es: El {p|Ing. Urrutia|} y la {p|C.P. Lozada|} firmaron.
es: {p|Ma. Elena} y {p|J. Carmen} son los mayordomos.
es: Firma: {p|A. Quijano R.}
es: La señora {p|Tomasa Vda. de Luján} puso la demanda.
es: Fueron los {p|Arriaga} y los {p|Tum}, todos parientes.
es: Los hermanos {p|Chimal} y las {p|Quiñonez|} se repartieron el agua.
es: Mi apellido es {p|Xool}, {p|Xool Cahuich}.
es: Gracias, {p|Nereo}, muy amable.
es: ¿Y {p|Tiburcio}? {p|Tiburcio} se murió.
es: PREGÚNTELE A {p|FELÍCITAS} PORQUE ELLA SÍ SABE. {p|Doña Felícitas|} lo vio todo.
es: De {p|Macaria} no sé nada desde entonces.
es: Quedamos {p|Licha}, {p|Quique}, {p|Moi} y yo.
es: Ni {p|Fermín} ni {p|Bárbara} quisieron declarar.
es: El comisario, {p|Hilarión Dzib}, nos negó el permiso.
es: Ella era la mera mera, {p|Chabela Montes}.
en: {p|Ray} and me, we ran the press.
en: Ask {p|Penny}, she'll tell you.
en: So {p|Chip} goes, no way, and {p|Dusty} just laughed.
en: {p|Rich} got hurt. {p|Rich} never came back.
en: This was {p|Old Man Teller|}'s farm.
en: They let {p|Guadalupe} go, and {p|Xiomara}, and {p|Tam}.
en: We all call him {p|Peaches}.
en: {p|Art}, my cousin, got me in.
en: Her name's {p|Precious Ndlovu}. {p|Precious} is from Durban.
en: my supervisor was this lady named {p|charlene} and she would follow us to the bathroom every single time
en: me and {p|rosa} and {p|big mike} were on the line when {p|kevin} fell off the ladder
en: they told {p|hector} and {p|miss joyce|} that the plant was closing before christmas
en: uh so {p|patrice} my cousin she started there in like two thousand nine and {p|andre} got her in
en: {p|J.T.} said he'd quit if {p|M. Alvarez} left.
en: The {p|O'Rourkes|} and the {p|Nguyens|} share a driveway.
en: I remember {p|Mrs. Abernathy-Cole}, she was kind.
en: Reverend {p|Tolliver} prayed with us.
en: {p|Dot} and {p|Mavis} made sandwiches.
en: That's when {p|Skeeter} pulled the alarm.
en: A woman called {p|Blessing} from the agency came.
en: Sister {p|Assumpta} taught us to read contracts.
en: Will came late. Grace under fire. Pat the dough down.
es: Lluvia hubo mucha. Bendito Dios. Cobra bien. Pónganse listos. Figúrese nomás. Llegando allá.
es: Compramos en la Bodega, en el Oxxo y en la Ford. El Instituto cerró.
es: La Navidad, el Carnaval y el Domingo de Ramos no trabajamos.
es: El Tratado y la Reforma Laboral nos ayudaron; el Congreso, no.
"""
