package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of programs whose options and arguments are known. */
final class KnownTools {
  /**
   * One line for each: programs, a colon, words that must come before, and what is secret: {@code
   * -p&} right behind the option, {@code -p} in the next argument, {@code -p+} either, {@code -P*}
   * either and at the end of other letters, {@code -u@} behind a user, {@code #2} the second word,
   * {@code #last} the last one, {@code #last@} what is behind a user in it, {@code #=} each value
   * behind an equals sign.
   */
  private static final String TABLE =
      """
      mysql mysqldump mysqlimport mysqlcheck mysqlshow mysqlpump mysqlslap : -p&
      mysqlsh mysqlbinlog mysql_upgrade mariadb mariadb-dump mariadb-import mytop : -p&
      mariadb-check mariadb-show mariadb-backup mariabackup xtrabackup : -p&
      mysqladmin mariadb-admin : -p&
      mysqladmin mariadb-admin : password #1
      mycli usql supabase sfdx twilio certutil : -p+
      mysqlsh pip sshfs redis-dump wmiexec.py secretsdump.py psexec.py smbexec.py : --uri@ --proxy@
      isql : #3
      caddy : --plaintext
      mc : user add #3
      7z 7za 7zr 7zz rar unrar : -p& -hp&
      arj : -g&
      unar lsar : -p+
      sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat : -p+
      twine useradd usermod adduser cqlsh beeline hdbsql couchbase-cli cbq cbbackup : -p+
      cypher-shell rabbitmqadmin schemaspy schemaspy.jar jmxterm evil-winrm crackmapexec : -p+
      psexec psexec64 smbmap openfortivpn check_mysql ipmi-sensors ipmipower racadm : -p+
      fence_ipmilan fence_apc testsaslauthd veracrypt steghide aescrypt rdesktop xfreerdp : -p+
      yt-dlp youtube-dl hydra vncdo mutool ncftp ncftpput ncftpget ncftpls xmrig ovsx vsce : -p+
      add-user.sh kcadm.sh elasticsearch-users altool bcs : -p+
      xcrun : altool -p
      poetry uv : publish -p+ -t+
      hatch : publish -a+
      airflow : users -p+
      superset : -p+
      influx : setup -p+
      influx : -t+
      caddy : hash-password -p+
      doveadm : pw -p+
      doveadm : test #2
      security : -w+ -P+
      security : unlock-keychain -p+
      security : create-keychain -p+
      docker podman nerdctl buildah skopeo helm oras crane oc cf ibmcloud : login -p+
      az : login -p+
      az : server -p+
      az : secret --value
      az : container --secure-environment-variables
      aws : ssm --value
      podman skopeo buildah crictl : --creds@ --src-creds@ --dest-creds@ --auth
      ctr : -u@ --user@
      redis-cli valkey-cli keydb-cli iredis redis-benchmark : -a+
      redis-cli valkey-cli keydb-cli iredis : auth #last
      redis-cli valkey-cli keydb-cli iredis : setuser #3
      redis-cli valkey-cli keydb-cli iredis : requirepass #1
      redis-cli valkey-cli keydb-cli iredis : masterauth #1
      ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldapcompare ldapmodrdn : -w*
      ldappasswd : -w* -s+ -a+
      slappasswd : -s+
      dsconf vsql kadmin kadmin.local ipa-client-install : -w+ -pw
      kadmin kadmin.local : -pw
      kdb5_util yubico-piv-tool : -P+
      ipa-server-install : -a+ -p+
      nodetool nzsql plink pscp psftp putty : -pw
      curl : -b+ -U@ -E@ -u@ --user@ --proxy-user@ --cert@ --proxy@
      curlie wget2 hurl hey : -u@ -a@ --user@
      http https xh xhs : -a@ --auth@
      ab : -A@ -P@ -C
      lftp : -u@ --user@
      smbclient rpcclient smbget smbcacls net winexe : -U@ --user@
      wbinfo : -a@
      zip zipcloak unzip : -P*
      sqlcmd bcp isql osql tsql fisql mssql-cli ipmitool mosquitto_pub mosquitto_sub p4 : -P+
      knife gpg-preset-passphrase dsimport : -P+
      ipmitool : -k+
      ipmitool : password #2
      snmpget snmpwalk snmpset snmpbulkwalk snmpbulkget snmptable snmptrap snmpstatus : -c+ -A -X
      net-snmp-create-v3-user : -A -X
      check_snmp : -C
      check_nt : -s
      check_http : -a@
      openssl : -k -K -hmac -psk
      openssl : -macopt@
      openssl : passwd #last
      ssh-keygen : -N+ -P+
      pk12util : -W+ -K+
      ccrypt ccencrypt ccdecrypt : -K+ --key
      oathtool : -b
      oathtool : #last
      pdftotext pdfinfo pdftoppm pdfimages : -upw -opw
      pdftk : owner_pw #1
      pdftk : user_pw #1
      pdftk : input_pw #1
      qpdf : --encrypt #1 #2
      xfreerdp wlfreerdp xfreerdp3 : /p:& /gp:&
      signtool : /p
      schtasks : /rp
      cmdkey : /pass:&
      winrs : -p:&
      vmrun : -gp
      sendemail : -xp
      swaks : -ap
      ss-local ss-server ss-redir : -k+
      gbak : -pas
      mvn mvnw : -emp -ep
      gem honeycomb choco openai : -k+
      swift : -K+
      vault bao : login #last
      vault bao : unwrap #last
      vault bao : unseal #1
      vault bao : put #=
      vault bao : patch #=
      vault bao : write #=
      consul : put #2
      consul : -encrypt
      nomad : put #=
      doppler flyctl fly supabase : secrets #=
      heroku dokku : config:set #=
      heroku : config:add #=
      eb : setenv #=
      railway : variables --set@
      netlify : env:set #2
      netlify : --auth
      scw : version #=
      chamber : write #3
      berglas : create #2
      conjur : set -v
      gh : secret -b+ --body
      glab : variable --value
      glab : variable #3
      glab : login -t+
      gitlab-runner : register -r+
      drone : secret --data
      drone : -t+
      travis : encrypt #=
      travis : set #2
      doctl vercel flyctl fly anaconda codecov : -t+
      ngrok : authtoken #1
      ngrok : add-authtoken #1
      cloudflared : install #1
      b2 : authorize-account #1 #2
      b2 : authorize #2
      mc : set #4
      mc : add #4
      rclone : obscure #1
      rclone : create #=
      bw : login #2
      bw : unlock #1
      bw : --session
      cf : auth #2
      cf : set-env #3
      cargo : login #last
      snyk : auth #1
      wandb : login #last
      kaggle : set -v
      composer poetry : http-basic. #2
      composer : github-oauth. #1
      composer : gitlab-token. #1
      composer : bearer. #1
      poetry : pypi-token. #1
      bundle : config #last@
      ansible-vault : encrypt_string #1
      pulumi : config #3
      wpa_passphrase : #2
      iwconfig : key #1
      iw : key #last@
      iwctl : --passphrase
      wg : private-key #1
      rabbitmqctl : add_user #2
      rabbitmqctl : change_password #2
      rabbitmqctl : authenticate_user #2
      samba-tool : create #2
      samba-tool : setpassword --newpassword
      mosquitto_passwd : #last
      etcdctl : --user@
      zkcli.sh : addauth #last@
      neo4j-admin : set-initial-password #1
      db2 : using #1
      mkpasswd : #1 #2
      htdigest : -b #last
      radtest : #2 #last
      add-user.sh : #2
      net : user #2
      net : use #1
      setx : #2
      dscl : -passwd #last
      dscl : -create #last
      nuget : setapikey #1
      bitsadmin : #last
      x11vnc : -storepasswd
      steamcmd : +login #2
      bitcoin-cli : walletpassphrase #1
      virsh : secret-set-value --base64
      xmlstarlet : ed -v
      java jenkins-cli jenkins-cli.jar nikto : -auth@ -id@
      cmdline-jmxclient.jar nexus : #1
      bq : --oauth_access_token
      govc : -u@
      tf : /login:& -login:&
      zabbix_get : --tls-psk
      pppd : password #1
      jboss-cli.sh : -p=&
      zerotier-cli : -T+
      salt salt-call : shadow.set_password #2
      gh : variable --body
      etcdctl : add #last@
      .logon : #last@
      open : -u@
      connect : user using #1
      openssl : ca -key
      http https xh xhs : bearer -a --auth
      cvs : -d@
      netdom : /passwordd:& /passwordo:& /pd:& /po:&
      sc : password= #1
      reg : defaultpassword /d
      mount.cifs mount curlftpfs smbnetfs : user=@ username=@
      """;

  private static final Map<String, List<Tool>> BY_NAME = new HashMap<>();

  static {
    TABLE.lines().forEach(KnownTools::put);
  }

  private KnownTools() {}

  private static void put(String line) {
    int colon = line.indexOf(" : ");
    var tool = read(line.substring(colon + 3).strip());
    for (var name : line.substring(0, colon).strip().split(" ", -1)) {
      BY_NAME.computeIfAbsent(name, missing -> new ArrayList<>()).add(tool);
    }
  }

  private static Tool read(String text) {
    var after = new ArrayList<String>();
    var attached = new ArrayList<String>();
    var separate = new ArrayList<String>();
    var clustered = new ArrayList<String>();
    var user = new ArrayList<String>();
    var places = new ArrayList<Integer>();
    boolean last = false;
    boolean assignments = false;
    var words = text.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      var word = words[i];
      var option = word.substring(0, word.length() - 1);
      boolean more = i + 1 < words.length && words[i + 1].startsWith("#");
      if (word.equals("#last@")) {
        user.add("#last");
      } else if (word.equals("#last")) {
        last = true;
      } else if (word.equals("#=")) {
        assignments = true;
      } else if (word.startsWith("#")) {
        places.add(Integer.parseInt(word.substring(1).replace("@", "")));
      } else if (word.endsWith("&")) {
        attached.add(option);
      } else if (word.endsWith("@")) {
        user.add(option);
      } else if (word.endsWith("*")) {
        attached.add(option);
        clustered.add(option);
      } else if (word.endsWith("+") && !word.startsWith("+")) {
        attached.add(option);
        separate.add(option);
      } else if ((word.startsWith("-") || word.startsWith("/")) && !more) {
        separate.add(word);
      } else {
        after.add(word);
      }
    }
    return new Tool(
        List.copyOf(after),
        List.copyOf(attached),
        List.copyOf(separate),
        List.copyOf(clustered),
        List.copyOf(user),
        List.copyOf(places),
        last,
        assignments);
  }

  /** What is known of the program of that file name. */
  static List<Tool> named(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return BY_NAME.getOrDefault(
        lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower, List.of());
  }
}
