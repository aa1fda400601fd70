{# The filter of a list, and places in closed fold-outs. Nothing on a page needs the script. #}
(()=>{
const d=document,f=d.forms.filter,fold=s=>s.normalize("NFKC").toLowerCase().replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g,"");
const open=()=>{let e;try{e=d.getElementById(decodeURIComponent(location.hash.slice(1)))}catch{}
if(e){for(let p=e;p;p=p.parentElement)if(p.matches("details"))p.open=true;e.scrollIntoView()}};
if(f){
const rows=[...d.querySelectorAll("[data-find]")].map(e=>[e,fold(e.textContent+" "+e.dataset.find)]),groups=[...d.querySelectorAll("[data-group]")],was=groups.map(g=>g.open);
const show=()=>{const words=fold(f.q.value).split(/\s+/).filter(Boolean),is=f.is.value,on=words.length||is;let n=0;
for(const[e,t]of rows){const yes=words.every(w=>t.includes(w))&&(!is||(" "+e.dataset.find+" ").includes(" "+is+" "));e.hidden=!yes;n+=yes}
groups.forEach((g,i)=>{const any=g.querySelector("[data-find]:not([hidden])");g.hidden=!any;if(g.matches("details"))g.open=on?!!any:was[i]});
f.querySelector("output").value=on?f.dataset.count.replace("%",n):""};
const read=()=>{const h=location.hash,p=new URLSearchParams(/^#(q|is)=/.test(h)?h.slice(1):"");f.q.value=p.get("q")||"";f.is.value=p.get("is")||"";show()};
f.oninput=()=>{const p=new URLSearchParams;if(f.q.value)p.set("q",f.q.value);if(f.is.value)p.set("is",f.is.value);history.replaceState(null,"",`${p}`?"#"+p:location.pathname.split("/").pop()||"./");show()};
f.onsubmit=e=>e.preventDefault();f.hidden=false;read();addEventListener("hashchange",()=>{if(/^#(q|is)=/.test(location.hash))read()})}
open();addEventListener("hashchange",open);
})();
