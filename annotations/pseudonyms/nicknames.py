"""Names that Faker does not list, and what short names are short for. Keys as ``words.fold`` makes them."""

_SHORT = """
lupe lupita=guadalupe pepe pepito=jose paco pancho panchito paquito kiko=francisco paca pancha panchita paquita=francisca nacho=ignacio toño tono toñito=antonio
toña tona toñita=antonia beto=alberto,roberto,heriberto,gilberto,humberto,norberto lalo=eduardo memo=guillermo quique kike=enrique
chucho chuy chuyito=jesus concha conchita=concepcion licha=alicia lola lolita=dolores meche=mercedes neto=ernesto poncho=alfonso
queta=enriqueta rafa=rafael rigo=rigoberto tere teresita=teresa vicky=victoria yoli yola=yolanda nico=nicolas gabo=gabriel
gaby gabi=gabriela charo chayo=rosario chabela chabelita=isabel chava=salvador cuca cuquita=refugio cuco=refugio goyo=gregorio
lencho=lorenzo manolo manolito=manuel maru=maria moncho=ramon polo=leopoldo tacho=anastasio tencha=hortensia trini=trinidad
rosy rosi rosita=rosa paty pati=patricia lety leti=leticia caro=carolina ale=alejandra,alejandro sofi=sofia dani=daniel,daniela
santi=santiago nando=fernando fer=fernando,fernanda fede=federico mary mari mariquita=maria chela=graciela,marcela chelo=consuelo
chole=soledad cata=catalina gonzo=gonzalo javi=javier juancho juanito juanillo=juan juanita=juana julito=julio miguelito=miguel carlitos=carlos
pedrito=pedro luisito=luis anita=ana carmelita carmencita=carmen martita=marta,martha elenita=elena tomasito=tomas jorgito=jorge
bill billy will willy=william bob bobby rob=robert dick rick ricky=richard jim jimmy=james jack johnny=john joe joey=joseph
mike mickey=michael tom tommy=thomas tim=timothy tony=anthony dan danny=daniel dave=david ed eddie=edward ben=benjamin sam=samuel,samantha
alex=alexander,alexandra andy=andrew chris=christopher,christine kate katie kathy cathy=katherine,catherine liz beth betty lizzy=elizabeth
meg maggie peggy=margaret sue susie=susan jen jenny=jennifer jess=jessica becky=rebecca vicki=victoria pam=pamela nick=nicholas
steve=steven,stephen matt=matthew greg=gregory jeff=jeffrey ken=kenneth larry=lawrence pat=patricia,patrick ron=ronald ted=edward,theodore
"""
_GIVEN = """
angustias gumaro nereo inocencia primitivo hilarion remedios milagros nieves mercedes yadi yadira moi moises tiburcia macaria macario eulogio eulogia eustolio gaudencia prudenciana
crescencio crescenciana cresencio abundio acacio agapito anacleto anselma arcadio arnulfo atanasio atilano avelino benigno blas braulio calixto candido carmelo casimiro catarino
cayetano celerino celestino cipriana claudio cosme crisoforo damaso dario demetrio desiderio diodoro dionisio domingo doroteo efigenia eladio eleazar eliseo encarnacion enedina
ermelinda espiridion esteban estanislao eulalia eulalio evaristo ezequiel facundo felix fermina feliciana florencio fulgencio galdino gervasio gonzala graciano gregoria guadencio
heliodoro heraclio herculano hermenegildo hipolito honorio ignacia ildefonso isaias isauro isidoro ismael jeremias joaquina juliana justino ladislada laureano leocadio leonila librada
lino lorenza lucas luciano lucrecia marcial marciana maximiliano maximino mauro melania melquiades modesta nazario nepomuceno nicanor octaviano pacifica pioquinto ponciano procopio
querubin quintin ramona remigio robustiano rosalino rosendo rufino salomon saturnino sebastiana servando severiana sixto sotero teodora teodulo timoteo toribio tranquilino valente
valentina victoriano vidal wenceslao xiomara yeimi yefferson jefferson yeferson wilmer yesenia yuleisi yulissa yuliet maikol maicol darwin jhon yorleni keyla leidy leydi yurani
rich art chip dot dottie gus lou mo val hank earl skeeter mavis opal beulah bernice cletus clyde darnell demetrius desmond earline edna elmer ernestine floyd geraldine gladys
harriet hattie ike imani ines jamal jermaine kareem keisha lakeisha lamar latasha leroy lonnie loretta luther mabel maurice mildred myron nadine odell ollie otis percy quentin
reggie roscoe roxanne rufus shaniqua shanice sheila sherman tamika terrence thelma theodore tyrell velma vernon vivian wanda wendell wilbur willa winifred yolanda zeke zora
gpe fco fca jse anto lpe
lupe chavela chemo chente chepe chepina chinto cleto cuauhtemoc citlalin citlalli xochitl xochilt xochiquetzal nayeli nayely nayelli yaretzi
yaritza yatziri ixchel zyanya erandi quetzalli quetzal meztli metztli metzli tlaloc tonatiuh tenoch tonantzin izel itzayana itzamara yunuen eréndira
erendira tzitzi tariacuri ayelen millaray rayen inti illari wayra sayri killa qori rumi sisa nemesio nemesia epigmenio melquiades telesforo
hermelinda hermila herminia eufemia eufrosina emerenciana filiberto fidencio fidencia florentino gildardo gumersindo higinio hilaria
isidra jovita josefa jacinta juventino lamberto leobardo librado lucina macario magdaleno maclovio maclovia margarito melesio melecio
micaela natalio nabor nicandro nicolasa odilon odilia olegario onesimo panfilo pascuala perfecto petra plutarco policarpo porfiria
quirina refugio ricarda rigoberto rigoberta romualdo rosendo rosenda rutilio sabino salustia samuela secundino serapio sidronio silverio
taurino tiburcio tomasita trinidad ubaldo urbano valdemar venancio venustiano victorina wilfrido yolanda yolotl zacarias zenaida zenon zoila zoilo
brayan bryan britany brittany dayana dayanara estefany estefania geovani giovani heidy jhonatan jonathan josselyn kenia lizbeth lizeth
lesly maite mayte marisol maricela maricarmen maricruz marilu marlen mayela mirna nidia noemi odette osiris yamileth yamilet yareli yasmin
yazmin yessica jessenia yesenia yuridia zuleima zulema areli arely azalea belem berenice brenda briseida cinthia cintia cynthia deisy deysi
delfina eduviges edubijes donaji dulcinea edelmira eloisa elodia elvia emelia ernestina esperanza eudocia eustolia evelia fabiola felicitas flavia gilberta gisela
graciela griselda guillermina hilda hortencia idalia imelda ismaela janeth jaqueline josefina karla lourdes lucila ludivina luisa
marcelina maribel maurilia minerva nelly nohemi obdulia ofelia olivia otilia palmira paz raquel reynalda rebeca rocio romana rosalba rosalia
rosalina rosaura rosenda rufina ruth sagrario silvia soledad susana tania tomasa vicenta virginia wendy yadira yanet yaneth zaira
adan alonso amado amador aniceto ausencio baltazar bonifacio bulmaro camerino candelario celedonio chon cirilo cornelio crispin cruz
delfino domitilo edmundo eleuterio eligio elpidio erasto eusebio evodio fausto fortino froylan gaudencio genaro gil
ladislao leoncio liborio maximino melchor modesto noe othon primo prisciliano ranulfo regulo reyes rogaciano roman rufo sostenes teofilo
aisha amina fatima chinedu chioma ngozi oluwaseun kwame kofi ama abena akua wanjiru njeri otieno achieng makena thandi sipho nomvula
priya rajesh sunita lakshmi arjun deepak anjali ravi mei wei jun yuki hiroshi kenji sakura minh nguyen linh
"""
_FAMILY = """
mtz mtnz hdz hndz hdez glez gzlz rdz rguez rmz rmrz gtz gtrz fdz fdez lpz sdz vzqz dmgz jmz crz
tzec pech canul chan cauich dzul ek ku poot tun uc uicab xool chable chi may moo noh puc tuz yam huaman huanca condori choque mamani quispe
apaza ticona yupanqui aju tzoc xol caal coc choc ixcot tecun chuc catrileo huenchumilla curiqueo antileo painemal tlapa xicotencatl coyotl
tecuapetla tepoz cuautle tlatelpa xochihua tlaxcalteco temoltzin nahuatlato zempoalteca huerta zuniga anzaldua amezcua arreguin avalos avina
bañuelos banuelos barajas becerra becerril bojorquez buenrostro bustamante camarena cazares ceja cedeno chavira cisneros corona covarrubias
cuellar de-la-cruz del-angel dorantes echeverria elias escamilla escarcega fierro galaviz garduno godinez gomora grajales granados
guadarrama guillermo gurrola gutierres hinojosa huizar ibarra iniguez islas jasso juarez lechuga lemus limon loera loya lozoya luevano magallanes
maravilla matus mejorada melendez menchaca monroy montiel munguia murguia najera negrete nolasco nieblas ocegueda olmedo oropeza osornio
ovando palafox parga partida pedroza pelayo penaloza perea pimentel piña pinal pliego portugal quezada quirarte rendon resendiz reza rodarte
rosiles ruvalcaba sahagun salmeron samano sandoval santillan sifuentes solorio tafoya tamez terrones tinoco tirado topete tovar trevino
urquiza urzua valdovinos valladares venegas verduzco villanueva villasenor viramontes xolalpa yanez zarate zataray zendejas zepeda zertuche
cubas acuna alcala alcantara alejo aldana alfaro alvirde amaro ambriz angeles anguiano aragon arambula arce arizmendi armenta arriaga arvizu
avalos ayon balderas bautista benitez berber bermudez betancourt bobadilla borja brambila briseno burciaga cabanas camacho candelas
obrador sheinbaum mwangi kamau ochieng okafor okonkwo adeyemi mensah boateng asante owusu dlamini nkosi moyo banda phiri tembo
patel sharma singh kumar gupta reddy khan ahmed hussain rahman chowdhury nguyen tran pham wang zhang liu chen kim park lee tanaka suzuki
"""


def _short() -> dict[str, frozenset[str]]:
    """What each short name may be short for; forms before one ``=`` share what follows it."""
    from annotations.pseudonyms.words import fold

    names: dict[str, frozenset[str]] = {}
    waiting: list[str] = []
    for word in _SHORT.split():
        form, _, full = word.partition("=")
        waiting.append(fold(form))
        if full:
            for short in waiting:
                names[short] = names.get(short, frozenset()) | frozenset(full.split(","))
            waiting = []
    return names


SHORT_FOR = _short()
GIVEN = frozenset(_GIVEN.split()) | SHORT_FOR.keys()
FAMILY = frozenset(_FAMILY.split())
