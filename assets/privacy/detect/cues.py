"""Words that announce somebody's number, in five languages: what stands before an account, a password, a passport, a date of birth.

Belongs here: the words alone. Not here: what may follow them (`labels`, `births`, `credentials`), words that speak about a number found
by its shape (`nearby`).
"""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split(","))


# A number of somebody follows these, even without 'number' or a colon.
TELLING = _listed("""
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
NAMING = _listed("""
    client, customer, loyalty, member, order, commande, fidelite, compte, dossier, ordine, tessera, cliente,
    prenotazione, conto, pedido, cuenta, reserva, expediente, kunde, bestellung, konto, adherent, contrat, sinistre,
    pratica, polizza, factura, facture, fattura, invoice, ticket, case, shipment, parcel, delivery, application,
    docket, rma, warranty, insurance, a/c, numero""")
CARD = _listed("""
    card, card no, card number, credit card, debit card, cc, carte, carte bancaire, carte bleue, numero de carte,
    carta, carta di credito, numero carta, tarjeta, tarjeta de credito, numero de tarjeta, karte, kreditkarte,
    kartennummer""")
CARD_TAIL = _listed("""
    ending in, ending with, ending, ends in, ends with, last four, last 4, last four digits, last 4 digits, se
    terminant par, terminant par, finissant par, qui finit par, derniers chiffres, 4 derniers, che finisce con, che
    termina con, termina con, finisce con, terminata in, ultime quattro cifre, ultime 4 cifre, terminada en, terminado
    en, que termina en, termina en, acabada en, ultimos cuatro digitos, ultimos 4 digitos, endet auf, endend auf, mit
    der endung, endung, letzten vier ziffern, letzten 4 ziffern, letzte vier ziffern""")
SOCIAL = _listed("""
    ssn, ssn no, ssn number, ssn is, social security, social security number, social security no, social, socials,
    s.s.n, securite sociale, numero de securite sociale, national insurance, ni number, nhs, nhs number, nhs no, nino,
    dni, nie, nif, steuer-id, steuer id, steueridentifikationsnummer, identifikationsnummer,
    sozialversicherungsnummer, personalausweis, personalausweisnummer, ausweisnummer, codice fiscale, national id, id
    card, carte d'identite, carta d'identita, numero de identidad, documento de identidad""")
PASSPORT = _listed("""
    passport, passport no, passport number, passeport, passaporto, pasaporte, reisepass, reisepassnummer, passnummer,
    pass nr, passport nr, pass number""")
PLATE = _listed("""
    licence plate, license plate, number plate, plate number, plate no, registration number, registration no, reg no,
    registration, plaque, plaque d'immatriculation, immatriculation, immatricule, immatriculee, numero
    d'immatriculation, targa, targata, targato, matricula, placa, kennzeichen, amtliches kennzeichen, autokennzeichen,
    nummernschild""")
PASSWORD = _listed("""
    password, passwd, pwd, passcode, passphrase, pass word, pin, pin code, pin number, otp, security code,
    verification code, cvv, cvc, mot de passe, mdp, code pin, code secret, code de verification, parola d'ordine,
    codice pin, codice di sicurezza, contrasena, clave, clave de acceso, codigo pin, passwort, kennwort, pin-code,
    geheimzahl, zugangscode""")
ACCOUNT = _listed("""
    instagram, insta, ig, wechat, weixin, telegram, snapchat, snap, twitter, tiktok, line id, facebook, messenger,
    username, user name, userid, screen name, nom d'utilisateur, pseudo, login, identifiant, skype, nome utente,
    utente, nombre de usuario, usuario, benutzername, nutzername, discord, signal, weibo, handle""")
DEVICE = _listed("""
    imei, imei number, imei no, imsi, iccid, udid, idfa, gaid, aaid, advertising id, device id, android id, mac
    address, adresse mac, indirizzo mac, direccion mac,
    gerate-id, fingerprint""")
POST_CODE = _listed("""
    zip, zipcode, zip code, postcode, post code, postal code, pin code, pincode, area code, code postal, cp, cap,
    codice postale, codigo postal, plz, postleitzahl""")
POSTAL = _listed("""
    address, new address, home address, shipping address, delivery address, billing address, adresse, indirizzo,
    direccion, domicilio, anschrift, wohnhaft in, i live at, living at""")
BIRTH = _listed("""
    born on, born the, born, date of birth, birth date, birthdate, dob, d.o.b, birthday, birth, né le, née le, né(e)
    le, né à, née à, né en, née en, date de naissance, anniversaire, naissance, nato il, nata il, nato/a il, nato a,
    nata a, data di nascita, compleanno, nacido el, nacida el, nació el, nacido en, nacida en, nacido, nacida, nació,
    fecha de nacimiento, cumpleaños, geboren am, geboren, geb., geb, geburtsdatum, geburtstag""")
KEY = _listed("""
    api key, apikey, secret key, secretkey, client secret, access key, accesskey, access token, auth token,
    authorization, bearer, private token, api token, accountkey, sharedaccesskey, secret access key, cle api, clave
    api, chiave api, cle secrete""")
