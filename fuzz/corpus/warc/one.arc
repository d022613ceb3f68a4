Afiledesc://a 0.0.0.0 20000101000000 text/plain 9
1 0 x

x

http://a.example/ 192.0.2.1 20000101000000 text/plain 24
HTTP/1.0 200 OK

hello

