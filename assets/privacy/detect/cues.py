"""Words that announce somebody's number, in five languages: what stands before an account, a password, a passport, a date of birth.

Belongs here: the words alone. Not here: what may follow them (`labels`, `dockets`, `access`, `postal`, `births`, `credentials`, `answers`), words that speak
about a number found by its shape (`nearby`), kinds of streets (`addresses`).
"""

from assets.privacy.detect.patterns import listed

# A number of somebody follows these, even without 'number' or a colon.
TELLING = listed("""
    account, acct, ac, acc, claim, claimid, claimno, policy, policyid, booking, pnr, reservation, confirmation, record
    locator, membership, loyalty card, frequent flyer, mileage, tracking, police report, report, medical record, mrn,
    sort code, routing, iban, vat, awb, waybill, user id, patient id, employee id, student id, numero de compte,
    numero de client, numero client, numero de commande, numero de dossier, numero de reservation, numero de suivi,
    numero de contrat, numero de facture, numero d'adherent, numero de fidelite, numero de police, numero de sinistre,
    code client, identifiant client, numero cliente, numero d'ordine, numero ordine, numero di ordine, numero pratica,
    numero di conto, numero tessera, codice cliente, codice prenotazione, numero di prenotazione, numero di
    spedizione, numero polizza, numero di polizza, partita iva, numero de cliente, numero de pedido, numero de cuenta,
    numero de reserva, numero de seguimiento, numero de poliza, numero de factura, numero de expediente, codigo de
    cliente, codigo de reserva, localizador, numero de socio, historia clinica, nhc, kundennummer, kundennr, kunden
    nr, bestellnummer, bestellnr, bestell nr, kontonummer, konto nr, auftragsnummer, rechnungsnummer, vertragsnummer,
    versicherungsnummer, buchungsnummer, buchungscode, reservierungsnummer, sendungsnummer, trackingnummer,
    mitgliedsnummer, schadennummer, policennummer, vorgangsnummer, aktenzeichen, geschaftszeichen, steuernummer""")
# These say so only with 'number', 'is' or a colon after them.
NAMING = listed("""
    client, customer, loyalty, member, order, commande, fidelite, compte, dossier, ordine, tessera, cliente,
    prenotazione, conto, pedido, cuenta, reserva, expediente, kunde, bestellung, konto, adherent, contrat, sinistre,
    pratica, polizza, factura, facture, fattura, invoice, ticket, case, shipment, parcel, delivery, application,
    docket, rma, warranty, insurance, a/c, numero""")
CARD = listed("""
    card, card no, card number, credit card, debit card, cc, carte, carte bancaire, carte bleue, numero de carte,
    carta, carta di credito, numero carta, tarjeta, tarjeta de credito, numero de tarjeta, karte, kreditkarte,
    kartennummer""")
CARD_TAIL = listed("""
    qui finit en, finit en, finissant en, qui se termine par, se termine par, que acaba en, acaba en, finisce in, endet mit,
    ending in, ending with, ending, ends in, ends with, last four, last 4, last four digits, last 4 digits, se
    terminant par, terminant par, finissant par, qui finit par, derniers chiffres, 4 derniers, che finisce con, che
    termina con, termina con, finisce con, terminata in, ultime quattro cifre, ultime 4 cifre, terminada en, terminado
    en, que termina en, termina en, acabada en, ultimos cuatro digitos, ultimos 4 digitos, endet auf, endend auf, mit
    der endung, endung, letzten vier ziffern, letzten 4 ziffern, letzte vier ziffern""")
SOCIAL = listed("""
    ssn, ssn no, ssn number, ssn is, social security, social security number, social security no, social, socials,
    s.s.n, securite sociale, numero de securite sociale, secu, n° secu, num secu, numero de secu, numero secu, national insurance, ni number, nhs, nhs number, nhs no, nino,
    dni, d.n.i., nie, n.i.e., nif, n.i.f., cif, rut, r.u.t., run, r.u.n., curp, rfc, cuit, cuil, c.i., ci, c.c., cc,
    cedula, cedula de ciudadania, cedula de identidad, nass, nuss, nss, ss, nº ss, n° ss, numero ss, afiliacion, cnic,
    nric, fin, hkid, aadhaar, aadhar, pan, pps, ppsn, pps no, pps number, utr, itin, ein, tin, sin, nas, tfn, cpf, rg,
    cnpj, pesel, nip, regon, cnp, oib, emso, jmbg, egn, rodne cislo, rc, r.c., personnummer, personal number, personal
    no, personal id, personal code, henkilotunnus, hetu, fodselsnummer, cpr, cpr-nr, bsn, burgerservicenummer,
    rijksregisternummer, registre national, numero national, niss, insz, ahv, ahv-nr, avs, svnr, sv-nr, amka, afm,
    tckn, t.c. kimlik, kimlik, taj, asmens kodas, isikukood, personas kods, snils, inn, n.i.n., nin, bvn, ghana card,
    huduma, id number, identity number, identity no, identity card no, id no, rentenversicherungsnr,
    rentenversicherungsnummer, rvnr, sv-nummer, steuernr, steuer-nr, idnr, ausweis, ausweisnr, ausweis-nr, perso, nir,
    n° fiscal, numero fiscal, numero fiscale, cod. fisc., c.f., cf, codice fisc, p.iva, piva, p. iva, partita iva, vat
    no, tva, siret, siren, national insurance no, ni no, ni no., numero d'allocataire, numero allocataire,
    allocataire, steuer-id, steuer id, steueridentifikationsnummer, identifikationsnummer, sozialversicherungsnummer,
    personalausweis, personalausweisnummer, ausweisnummer, codice fiscale, national id, id card, carte d'identite,
    carta d'identita, numero de identidad, documento de identidad""")
PASSPORT = listed("""
    passport, passport no, passport number, passeport, passaporto, pasaporte, reisepass, reisepassnummer, passnummer,
    pass nr, passport nr, pass number, pp no, passeports, pasaportes, passaporti, passports, passaporte, paspoort,
    paszport""")
PLATE = listed("""
    licence plate, license plate, number plate, plate number, plate no, registration number, registration no, reg no,
    registration, plaque, plaque d'immatriculation, immatriculation, immatricule, immatriculee, numero
    d'immatriculation, targa, targata, targato, matricula, placa, kennzeichen, amtliches kennzeichen, autokennzeichen,
    nummernschild, plate, rego, reg., registration mark, registration plate, immatriculees, matriculado, matriculada,
    patente, placas, dominio, targhe, tg., kennz, kennz., kfz-kennzeichen, kenteken, tablice, rejestracja,
    registracija, rendszam, matriculation, licence plates, furgo""")
PASSWORD = listed("""
    password, passwd, pwd, passcode, passphrase, pass word, pin, pin code, pin number, otp, security code,
    verification code, cvv, cvc, mot de passe, mdp, code pin, code secret, code de verification, parola d'ordine,
    codice pin, codice di sicurezza, contrasena, clave, clave de acceso, codigo pin, passwort, kennwort, pin-code,
    geheimzahl, zugangscode, pass, pw, gate code, door code, digicode, code porte, alarm code, code d'acces,
    contrasena de, box opens to, opens to, entry code, key code, keypad code, codice cancello, codice allarme, code du porche, code du portail, code portail, code de l'immeuble, code immeuble, code d'entree,
    codice portone, codice del portone, codigo del portal, codigo portal, haustuercode, torcode, codigo
    de la puerta, codigo alarma, clave wifi, tuercode, turcode, login password, mail_pass, db_pass""")
CODE_WORD = listed("""
    code word, codeword, code-word, duress word, panic word, mot de detresse, parola di allarme, palabra de alarma, notfallwort, passphrase, pass phrase, pass-phrase, security word, safe word, secret word, magic
    word, mot convenu, mot de code, mot secret, phrase secrete, phrase de passe, parola convenuta, parola segreta, frase
    segreta, frase di accesso, palabra secreta, palabra convenida, frase secreta, santo y sena, codewort, losungswort,
    sicherheitswort, geheimwort""")
SECURITY_QUESTION = listed("""
    first pet, first dog, first cat, premier chien, premier chat, primo cane, primo gatto, primer perro, primer gato, erster hund, erste katze, childhood pet, mother's maiden name, maiden name of your mother, memorable word, memorable place, memorable name, memorable date, first
    school, first teacher, favourite teacher, favorite teacher, first car, street you grew up on, childhood nickname, childhood friend, security question,
    security answer, secret question, secret answer, nom de jeune fille de votre mere, nom de jeune fille de la mere, premier animal, animal de compagnie,
    premiere ecole, premiere institutrice, question secrete, question de securite, reponse secrete, reponse de securite, votre premier baiser, surnom d'enfance,
    premiere voiture, domanda segreta, domanda di sicurezza, risposta segreta, risposta di sicurezza, cognome da nubile di sua madre, cognome da nubile della
    madre, primo animale, prima scuola, prima maestra, prima auto, pregunta secreta, pregunta de seguridad, respuesta secreta, respuesta de seguridad, primer
    colegio, primera escuela, primera mascota, primer coche, apellido de soltera de su madre, apodo de infancia, sicherheitsfrage, sicherheitsantwort,
    madchenname ihrer mutter, madchenname der mutter, geburtsname ihrer mutter, erstes haustier, ersten haustiers, erste schule, erstes auto, spitzname als kind""")
LOCK = listed("""
    safe, combination, padlock, lock, coffre, coffre-fort, combinaison, cadenas, cassaforte, combinazione, lucchetto, caja fuerte, combinacion, candado,
    tresor, kombination, zahlenschloss""")
ACCOUNT = listed("""
    instagram, insta, ig, wechat, weixin, telegram, snapchat, snap, twitter, tiktok, line id, facebook, messenger,
    username, user name, userid, screen name, nom d'utilisateur, pseudo, login, identifiant, skype, nome utente,
    utente, nombre de usuario, usuario, benutzername, nutzername, discord, signal, weibo, handle, alias, pseudonyme,
    pseudonym, nickname, nick, under the name, profil, kleinanzeigen-profil, seudonimo, apodo, goes by, account name,
    gamertag, reddit, vinted, leboncoin, ebay, usr, kakao, kakaotalk, viber, user=, tried user, fehlversuch, intento de acceso""")
DEVICE = listed("""
    imei, imei number, imei no, imsi, iccid, udid, idfa, gaid, aaid, advertising id, device id, android id, mac
    address, adresse mac, indirizzo mac, direccion mac, gerate-id, fingerprint""")
POST_CODE = listed("""
    zip, zipcode, zip code, postcode, post code, postal code, pin code, pincode, area code, code postal, cp, cap,
    codice postale, codigo postal, plz, postleitzahl""")
POSTAL = listed("""
    address, new address, home address, shipping address, delivery address, billing address, adresse, indirizzo,
    direccion, domicilio, anschrift, wohnhaft in, i live at, living at, residing at, res. at, resident at, resident
    of, former address, address at, domiciliado en, domiciliada en, con domicilio en, vecino de, vecina de, demeurant,
    demeurant a, domicilie, domiciliee, domicilie a, domiciliee a, residente in, wohnhaft, wohnh., lieu, mon domicile,
    adr., su domicilio, la finca de, lieferadresse, lives at, live at, absender, notificaciones, domicilio""")
BIRTH = listed("""
    born on, born the, born, bd, date of birth, birth date, birthdate, dob, d.o.b, birthday, birth, naît le, naquit
    le, naquit à, nasce il, nasce a, nacque il, nacque a, nace el, né le, née le, né(e) le, né à, née à, né en, née
    en, date de naissance, anniversaire, naissance, nato il, nata il, nato/a il, nato a, nata a, data di nascita,
    compleanno, nacido el, nacida el, nació el, nacido en, nacida en, nacido, nacida, nació, fecha de nacimiento,
    cumpleaños, f. nac., f.nac., f. nac, f.n., fn, fdn, fec. nac., fecha nac., fecha nacimiento, nacimiento, ddn,
    d.d.n., né, née, né(e), anniv., anniv, b., nt., nato, nata, ldn, data nascita, d. nasc., nascita, nascido em,
    nascida em, nascido, data de nascimento, birth day, d.o.b, date of birth, birthdays, bday, b-day, geborene,
    geborener, geb.-datum, geb-datum, gebdat, geb.dat., geb. am, urodzony, urodzona, ur., född, född den, fodt, født,
    syntynyt, geboortedatum, geboren op, narozen, nar., született, szül., doğum tarihi, rojen, rođen, roden, rodena,
    datum rođenja, geboren am, geboren, geb., geb, geburtsdatum, geburtstag, came into the world, compie gli anni, compie gli anni il, cumple anos el, venu au monde, venue
    au monde, vit le jour, venuto al mondo, venuta al mondo, vide la luce, venido al mundo, venida al mundo, vio la luz,
    zur welt gekommen, zur welt kam""")
KEY = listed("""
    api key, apikey, secret key, secretkey, client secret, access key, accesskey, access token, auth token,
    authorization, bearer, private token, api token, accountkey, sharedaccesskey, secret access key, cle api, clave
    api, chiave api, cle secrete""")
# What a question asks for: the answer stands in the next turn.
ASKED_NAME = listed("""
    name, names, nom, prenom, nome, cognome, nombre, apellido, apellidos, name bitte, nachname, vorname, who is this, who's this, who am i speaking with,
    who am i talking to, a quel nom, a che nome, auf welchen namen, wie heissen sie, como se llama, come si chiama, comment vous appelez-vous""")
ASKED_NUMBER = listed("""
    account, acct, account number, account no, order, order number, order no, booking, booking number, booking reference, confirmation, confirmation number,
    confirmation code, reservation, reservation number, claim, claim number, claim no, policy, policy number, policy no, member number, member id, membership
    number, loyalty number, loyalty card, customer number, client number, ticket number, tracking number, reference, reference number, ref, loan number, serial,
    serial number, case number, id number, activation code, license key, rma, numero de commande, numero de client, numero client, numero de compte, numero de
    dossier, numero de reservation, numero de contrat, numero d'ordine, numero ordine, numero cliente, numero di conto, numero di pratica, numero pratica, codice
    cliente, codice prenotazione, numero de pedido, numero de cliente, numero de cuenta, numero de reserva, numero de expediente, localizador, bestellnummer,
    kundennummer, kontonummer, vorgangsnummer, buchungsnummer, auftragsnummer, vertragsnummer""")
ASKED_NATIONAL = listed("""
    ssn, social, social security, social security number, your social, numero de securite sociale, codice fiscale, dni, national insurance number""")
ASKED_CARD = listed("""
    card, card number, credit card, debit card, last four, last 4, last four digits, last 4 digits, four digits, three digits, cvv, cvc, security code,
    on the back, numero de carte, numero carta, numero de tarjeta, kartennummer, derniers chiffres, ultime quattro cifre, ultimos cuatro digitos,
    letzten vier ziffern""")
ASKED_HOUSE = listed("""
    house number, street number, building number, flat number, apartment number, apt number, unit number, numero civico, numero de la rue, hausnummer""")
ASKED_SECRET = listed("""
    pin, pin code, password, passcode, passphrase, security word, security answer, one time code, verification code, mot de passe, code pin, code secret,
    contrasena, clave, parola d'ordine, codice pin, passwort, kennwort, geheimzahl""")
# Matters, papers, offices and registers: what follows with 'no.', a colon, or as a code of its own is somebody's.
MATTER = listed("""
    case, cases, file, files, docket, record, judgment, judgement, decision, report, warrant, investigation, inquiry,
    inquest, certificate, badge, badge number, personal code, personal no, permit, licence, license, appeal, crime,
    complaint, application, applications, petition, prosecution, chamber, diary, entry, log, logbook, authorisation,
    authorization, receipt, incident, prisoner, inmate, officer, proceedings, proceeding, procedural, suit, writ,
    summons, plaint, claim, ticket, grievance, alien, bond, cheque, chart, patient, patients, filing, filings, motion,
    order, ruling, sentence, cause, matter, fir, charge, arrest, property card, notebook, deal, transaction,
    transaction id, taxi, tag, parcel, letter, statement, deed, visa, c/no, student, employee, staff, roll no, roll
    number, enrolment, service, force, collar no, collar number, warrant card, constable, pc, ho ref, crime ref, our
    ref, your ref, ref, reference, mrn, din, cin, arc, abm, ups, fedex, dhl, driving licence, residence permit, work permit, identity card, bank book,
    power of attorney, deposit, application no/s, no/s, member, affaire, dossier, dossiers, procedure, requete,
    requetes, pourvoi, pourvois, arret, jugement, minute, parquet, instruction, rg, n° rg, role, proces-verbal, pv,
    rapport, plainte, certificat, certificat gia, permis, titre de sejour, matricule, matricules, fiche, creance,
    candidature, visite, ecrou, ordre, rpps, adeli, finess, sinistre, devis, colis, recepisse, convocation, mandat,
    agrement, quittance, bordereau, zemis, numeros, référence, réf, acte, courrier, adherent, adherente, carte de
    sejour, abonne, abonnee, licencie, police, bon, avoir, expediente, exp, expte, expdte, autos, rollo, recurso,
    sentencia, procedimiento, diligencias, atestado, denuncia, querella, ficha, carne, carne profesional, carnet,
    cedula, colegiado, colegiada, col, socio, socia, incidencia, contrato, albaran, facturas, poliza, burofax, acuse,
    episodio, historia, ha, hª, etiqueta, resguardo, reserva, queja, solicitud, certificado, permiso, licencia, rit,
    ruc, rol, iue, dud, etj, nig, nis, nhc, cipa, cip, sip, causa, accion de tutela, tutela, legajo, matricula,
    compra, tramite, rollo de sala, juicio, juicio ordinario, juicio verbal, auto, autos, casacion, referencia, cbu,
    guia, radicado, recibo, garantia, no. de pedido, pedido, pedidos, nuhsa, nass, hc, numero de historia, empleado,
    empleada, tarjeta sanitaria, tarjeta de residencia, turno, folio real, aktenzeichen, az, akte, geschaftszeichen,
    gz, strafsache, urteil, beschluss, bescheid, verfahren, rechtssache, vorgang, protokoll, anzeige, haftbefehl,
    fuhrerschein, dienstnummer, personalnummer, matrikelnummer, patientennummer, fallnummer, zeugnis, bescheinigung,
    unser zeichen, ihr zeichen, kassenzeichen, steuernummer, fall, tagebuchnummer, tgb, fascicolo, procedimento,
    ricorso, sentenza, ordinanza, pratica, protocollo, prot, verbale, denunzia, querela, certificato, permesso,
    patente, matricola, cartella, rgnr, r.g., r.g.n.r., n.r.g., polizza, bolla, ddt, detenuto, iscritto, iscrizione,
    scheda, processo, autos de processo, zaak, zaaknummer, rolnummer, parketnummer, sygn, sygn akt, sygnatura, sprawa,
    sp zn, spis, predmet, broj, ugyszam, dosar, dosarul, sak, saksnr, sag, sagsnr, mal, malnr, dnr, diarienummer,
    byla, lieta, ecrou no, beneficiary, insured, conf, conf., prenot, prenot., prenotazione, loc, locator, loc., doc,
    doc., lic, lic., driver lic, rif. ord., ord., visado, visto, bastidor, telaio, vin, chassis, n° de chassis,
    fahrgestellnummer, fin, nosografico, nosologico, spendernr, auftrag, bestellung, kundenkarte, mitgliedsausweis,
    request, form, notebook, cuaderno, misc, action, register, portfolio, locker, buchung, rechnung, vertrag,
    police-nr, schaden, schadennr, versicherungsschein, quittung, rezept, versicherung, polizze, cartelle, tessere,
    referto, ricevuta, denunce, sim, tarjeta de socio, bono, entrada, localizador, multa, boletin, sancion, notaria,
    protocolo, parte, informe, factura, ticket, guia de remision, shield, shield no, frame, frame no, serial no,
    ambulance sheet, voucher, booking, emp id, staff id, t.r. id, ipp, ine, bon de depot, chat, numero de serie,
    numero matricule, courrier recommande, recommande, ordonnance, ced. prof., cedula profesional, nºcol, n.col,
    codigo de recogida, codigo, ctto, contrato, tsi, nie, envio, acceso, tarjeta de embarque, facturacion,
    identificacion, shipment, pod, cod. cliente, codice cliente, tessera sanitaria, permis de conduire, serie, appel,
    instance, ordinateur, contravention, amende, ordonnance de soins, laissez-passer, carte de fidelite, carte vitale,
    carte de membre, code dossier, reservation, commande, resa, livret, attestation""")
# Short words that are such an announcement in capitals alone.
LOUD = frozenset("""
    mrn din cin arc abm ups dhl fedex pc fir rg pv rpps adeli finess zemis rit ruc rol iue dud etj nig nis nhc cipa
    cip sip ha az gz ddt cbu nuhsa nass hc col tsi ipp ine pod dnr c/no fin vin loc lic sim ord. doc r.g. r.g.n.r.
    n.r.g. rgnr sp""".split())
PAPERS_IN_CAPITALS = frozenset("""
    ci cc c.c. c.i. cif ss run rut rg pan fin sin nas tin ein inn cf c.f. rc r.c. nip sv-nr nin n.i.n. pps tva cpr""".split())
# Persons and papers whose number is written with a thousands' point: 'colegiada 3.471', 'carné 1.907'.
HOLDERS = frozenset("""
    colegiado colegiada col socio socia carne carné carnet cedula cédula ha hª ficha expediente matricula matrícula
    adherent tessera matricola tesserino""".split())
# Where the sentence is about courts and offices, a number in brackets or after a mere 'no.' is of a matter.
OFFICIAL = frozenset("""
    court courts tribunal judge justice judgment judgments decision decisions appeal appeals application applications
    applicant applicants prosecutor prosecution police ombudsman ministry minister complaint complaints proceedings
    petition petitions inquest inquiry investigation report reports record warrant certificate permit licence license
    officer docket hearing order request ruling verdict authority registry immigration asylum detention bailiff deed
    will letter indictment convicted charged demande demandes incident rapport conseil cassation ministere
    administratif appel minute permis recommande courrier cour tribunal juge jugement jugements arret requete requetes
    requerant requerante decision pourvoi plainte procureur police parquet enquete proces procedure greffe prefecture
    audience contentieux previas tramite casacion instancia juzgado tribunal sentencia auto recurso demanda demandas
    denuncia policia fiscal fiscalia expediente diligencias procedimiento resolucion tutela audiencia agente notario
    registro gericht landgericht amtsgericht oberlandesgericht urteil beschluss bescheid klage beschwerde anzeige
    polizei staatsanwaltschaft verfahren behorde amt zeuge tribunale corte giudice sentenza ricorso decreto procura
    polizia denuncia procedimento querela ordinanza questura udienza""".split())
ACCOUNTS = listed("""
    iban, rib, kto, konto, kontonummer, c/c, conto, cuenta, account, compte, uberweisen, bonifico, virement,
    transferencia, beneficiary, bank account""")
MAKES = listed("""
    volvo, skoda, bmw, audi, mercedes, toyota, honda, nissan, mazda, fiat, renault, peugeot, citroen, opel, vauxhall,
    volkswagen, vw, golf, passat, ford, seat, dacia, lada, hyundai, kia, suzuki, mitsubishi, subaru, jaguar, land
    rover, range rover, tesla, chevrolet, buick, jeep, alfa romeo, lancia, van, lorry, truck, motorbike, motorcycle,
    scooter, taxi""")
